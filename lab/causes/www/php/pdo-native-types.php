<?php
require '../lib/page.php';
$products = array();
foreach (pdo()->query('SELECT id, name, price, stock, weight FROM products ORDER BY id')->fetchAll(PDO::FETCH_ASSOC) as $product) {
    $product['soldOut'] = $product['stock'] === '0';
    $products[] = $product;
}
header('Content-Type: application/json');
echo json_encode(array('products' => $products));
