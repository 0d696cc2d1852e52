<?php
// shows: pdo-native-types
require '../lib/page.php';
head('Stock');
$found = pdo()->prepare('SELECT name, stock, weight FROM products WHERE stock < ? ORDER BY id');
$found->execute(array(10));
foreach ($found->fetchAll(PDO::FETCH_ASSOC) as $product) {
    if ($product['stock'] === '0') {
        row($product['name'], 'sold out');
    } else {
        row($product['name'], $product['stock'] . ' in stock');
    }
}
foot();
