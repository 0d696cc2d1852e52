<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Discounts');
foreach (rows('SELECT name, discount FROM products ORDER BY id LIMIT 4') as $product) {
    row($product['name'], 'discount code of ' . strlen($product['discount']) . ' letters');
}
foot();
