<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Basket');
$basket = array('A-1' => 2, 'F-3' => 5);
foreach (rows('SELECT sku, name, price FROM products ORDER BY id LIMIT 3') as $product) {
    $quantity = $basket[$product['sku']];
    $total += $quantity * $product['price'];
    row($product['name'], (int) $quantity . ' pieces');
}
row('Total', number_format($total, 2));
foot();
