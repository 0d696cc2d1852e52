<?php
require '../lib/page.php';
header('Content-Type: application/json');
echo json_encode(array('products' => rows('SELECT id, name, price, stock, weight FROM products ORDER BY id LIMIT 3')));
