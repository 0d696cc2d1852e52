<?php
require '../lib/page.php';
require '../lib/cases/php-lsp-fatal.inc.php';
head('Delivery');
$express = new ExpressDelivery;
foreach (rows('SELECT name, weight FROM products ORDER BY id LIMIT 4') as $product) {
    row($product['name'], number_format($express->cost($product['weight'], 'FR'), 2));
}
foot();
