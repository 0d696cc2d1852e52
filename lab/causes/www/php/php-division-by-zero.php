<?php
require '../lib/page.php';
head('Stock');
foreach (rows('SELECT name, price, stock FROM products ORDER BY id LIMIT 3') as $product) {
    row($product['name'], 'costs us ' . $product['price'] / $product['stock'] . ' each');
}
foot();
