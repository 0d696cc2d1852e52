<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Basket');
require '../lib/cases/php-dep-serializable.inc.php';
$basket = new StoredBasket;
foreach (rows('SELECT sku FROM products ORDER BY id LIMIT 3') as $product) {
    $basket->skus[] = $product['sku'];
}
row('Stored as', htmlspecialchars(serialize($basket)));
foot();
