<?php
// shows: php-globals
require '../lib/page.php';
$rate = 1;
$all = $GLOBALS;
$all['rate'] = 1.1;
head('Prices in francs');
foreach (rows('SELECT name, price FROM products ORDER BY id LIMIT 3') as $product) {
    row($product['name'], number_format($product['price'] * $rate, 2));
}
foot();
