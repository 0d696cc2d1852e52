<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Cheapest product');
$found = rows('SELECT name, price FROM products ORDER BY price LIMIT 1');
$product = (object) $found[0];
row('First field', key($product));
row('Our tip', current($product));
foot();
