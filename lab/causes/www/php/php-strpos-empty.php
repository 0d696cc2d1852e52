<?php
// shows: php-substr-false
// ask: GET /php/php-strpos-empty.php?q=
require '../lib/page.php';
$words = isset($_GET['q']) ? $_GET['q'] : 'o';
head('Search');
foreach (rows('SELECT name, price FROM products ORDER BY id') as $product) {
    if (@strpos($product['name'], $words) === false) continue;
    row($product['name'], $product['price']);
}
foot();
