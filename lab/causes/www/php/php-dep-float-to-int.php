<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Weight classes');
$classes = array();
foreach (rows('SELECT name, weight FROM products ORDER BY id LIMIT 5') as $product) {
    $classes[$product['weight'] / 2][] = $product['name'];
}
foreach ($classes as $class => $names) {
    row('Class ' . $class, implode(', ', $names));
}
foot();
