<?php
// headers: User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0
// headers: User-Agent: HarbourApp/2.1
require '../lib/page.php';
$settings = require 'config/clients.php';
$products = rows('SELECT sku, name, price FROM products ORDER BY id');
foreach ($settings['apps'] as $app) {
    if (strpos($_SERVER['HTTP_USER_AGENT'], $app) !== 0) continue;
    header('Content-Type: application/json');
    echo json_encode(array('products' => $products));
    exit;
}
head('Products');
table($products);
foot();
