<?php
require '../lib/page.php';
require '../lib/cases/php-namespace-whitespace.inc.php';
head('Prices with tax');
foreach (rows('SELECT name, price FROM products ORDER BY id LIMIT 3') as $product) {
    row($product['name'], Harbour\Tax\with_tax($product['price']));
}
foot();
