<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Prices');
require '../lib/cases/php-dep-required-after-optional.inc.php';
foreach (rows('SELECT name, price FROM products ORDER BY id LIMIT 3') as $product) {
    row($product['name'], price_text('EUR', $product['price']));
}
foot();
