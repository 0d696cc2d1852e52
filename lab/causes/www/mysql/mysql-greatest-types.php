<?php
require '../lib/page.php';
head('Minimum order');
foreach (rows("SELECT name, GREATEST('10', stock) AS least FROM products ORDER BY id") as $product) {
    row($product['name'], 'at least ' . $product['least']);
}
foot();
