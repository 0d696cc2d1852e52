<?php
require '../lib/page.php';
head('Sizes');
foreach (rows('SELECT sku, name FROM products ORDER BY id') as $product) {
    $size = substr($product['sku'] . ($product['sku'] == 'R-6' ? '-XL' : ''), 4);
    if ($size === false) {
        row($product['name'], 'one size fits all');
    } else {
        row($product['name'], 'only in size ' . $size);
    }
}
foot();
