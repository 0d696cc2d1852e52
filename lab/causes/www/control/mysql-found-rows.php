<?php
require '../lib/page.php';
head('Products, page 1');
table(rows('SELECT SQL_CALC_FOUND_ROWS sku, name FROM products ORDER BY id LIMIT 3'));
$found = rows('SELECT FOUND_ROWS() AS found');
row('Products', $found[0]['found']);
foot();
