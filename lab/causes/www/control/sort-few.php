<?php
require '../lib/page.php';

function by_colour($a, $b) {
    return strcmp($a['colour'], $b['colour']);
}

$products = rows('SELECT colour, name FROM products ORDER BY id');
usort($products, 'by_colour');
head('Products by colour');
table($products);
foot();
