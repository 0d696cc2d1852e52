<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Stock');
foreach (rows('SELECT name, stock FROM products ORDER BY id LIMIT 4') as $product) {
    $stock = (int) $product['stock'];
    row($product['name'], ctype_digit($stock) ? $stock . ' pieces' : 'call us');
}
foot();
