<?php
require '../lib/page.php';
head('What is left');
$left = mysqli_query(db(), 'SELECT CAST(stock AS UNSIGNED) - 5 AS spare FROM products ORDER BY id');
row('Spare', $left ? 'counted' : mysqli_error(db()));
foot();
