<?php
require '../lib/page.php';
$products = rows('SELECT name, price FROM products ORDER BY price LIMIT 3');
$top = new SplFixedArray(3);
foreach ($products as $place => $product) $top[$place] = $product['name'];
header('Content-Type: application/json');
echo json_encode(array('title' => 'Cheapest', 'names' => $top));
