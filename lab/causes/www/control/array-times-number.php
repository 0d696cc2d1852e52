<?php
require '../lib/page.php';
head('Basket');
$quantities = array('A-1' => array(2), 'F-3' => 5);
foreach (rows("SELECT sku, name, price FROM products WHERE sku IN ('A-1', 'F-3') ORDER BY id DESC") as $product) {
    row($product['name'], 100 * $quantities[$product['sku']]);
}
foot();
