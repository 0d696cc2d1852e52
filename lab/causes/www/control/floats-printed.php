<?php
require '../lib/page.php';
header('Content-Type: application/json');
$sum = 0.1 + 0.2;
echo json_encode(array(
    'sum' => $sum, 'text' => (string) $sum, 'large' => 1e20, 'whole' => 10 / 2, 'debt' => number_format(-0.01), 'left' => round(2.675, 2),
));
