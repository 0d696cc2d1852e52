<?php
require '../lib/page.php';
head('Special offers');
foreach (rows('SELECT name, price, discount FROM products ORDER BY id LIMIT 5') as $row) {
    $product = (object) array_filter($row);
    if (array_key_exists('discount', $product)) {
        row($product->name, $product->discount . '% off');
    } else {
        row($product->name, $product->price);
    }
}
foot();
