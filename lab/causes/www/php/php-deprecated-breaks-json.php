<?php
// also: php-null-to-internal
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
header('Content-Type: application/json; charset=utf-8');
$products = array();
foreach (rows('SELECT id, name, discount FROM products WHERE discount IS NULL ORDER BY id') as $product) {
    $products[] = array('id' => (int) $product['id'], 'name' => $product['name'], 'discount' => trim($product['discount']));
}
echo json_encode(array('products' => $products));
