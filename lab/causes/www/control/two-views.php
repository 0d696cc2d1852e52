<?php
// headers: User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0
// headers: User-Agent: HarbourApp/2.1
require '../lib/page.php';
$products = rows('SELECT sku, name, price FROM products ORDER BY id LIMIT 3');
header('Vary: User-Agent');
if (strpos($_SERVER['HTTP_USER_AGENT'], 'HarbourApp') === 0) {
    header('Content-Type: application/json');
    echo json_encode($products);
    exit;
}
head('Products');
table($products);
foot();
