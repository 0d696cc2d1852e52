<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);

function dearer($a, $b) {
    return $a['price'] > $b['price'];
}

head('Cheapest first');
$products = rows('SELECT name, price FROM products ORDER BY id');
usort($products, 'dearer');
table($products);
foot();
