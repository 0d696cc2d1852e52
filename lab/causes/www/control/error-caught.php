<?php
require '../lib/page.php';
head('Boxes');
foreach (rows('SELECT name, stock FROM products ORDER BY id LIMIT 3') as $product) {
    try {
        row($product['name'], intdiv(120, $product['stock']) . ' a box');
    } catch (DivisionByZeroError $e) {
        row($product['name'], 'no box');
    }
}
foot();
