<?php
require '../lib/page.php';
head('Stock value');
foreach (rows('SELECT name, price, stock FROM products ORDER BY id LIMIT 4') as $product) {
    assert($product['stock'] > 0);
    row($product['name'], number_format($product['price'] * $product['stock'], 2));
}
foot();
