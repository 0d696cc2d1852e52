<?php
require '../lib/page.php';
head('Boxes');
foreach (rows('SELECT name, stock, discount FROM products ORDER BY id LIMIT 3') as $product) {
    row($product['name'], 'left over: ' . $product['stock'] % $product['discount']);
}
foot();
