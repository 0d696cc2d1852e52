<?php
// shows: php-sort-stability
require '../lib/page.php';
$points = array();
foreach (rows('SELECT p.sku, c.login, o.quantity FROM products p JOIN customers c LEFT JOIN orders o ON o.product_id = p.id AND o.customer = c.login ORDER BY c.id, p.id, o.id') as $line) {
    $points[$line['login'] . ' ' . $line['sku']] = (int) $line['quantity'];
}
arsort($points);
$best = array();
foreach ($points as $name => $sold) $best[] = array('name' => $name, 'sold' => $sold);
header('Content-Type: application/json');
echo json_encode(array('best' => $best));
