<?php
require '../lib/page.php';
head('Colours');
$colours = array();
foreach (rows('SELECT colour FROM products ORDER BY id') as $product) {
    $colours[$product['colour']] = ucfirst($product['colour']);
}
row('We have', implode(array_values($colours), ', '));
row('Number of colours', count($colours));
foot();
