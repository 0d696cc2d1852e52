<?php
require '../lib/page.php';

function clean($text) {
    return htmlspecialchars(trim($text));
}

$suggestions = array();
foreach (rows('SELECT DISTINCT customer, note FROM orders ORDER BY customer, note') as $order) {
    $suggestions[] = array(
        'title' => clean($order['customer'] . "'s order"),
        'note' => clean($order['note'] ? "It's a " . $order['note'] : 'None'),
    );
}
header('Content-Type: application/json');
echo json_encode(array('suggestions' => $suggestions));
