<?php
require '../lib/page.php';
head('New products');
foreach (rows('SELECT name, price FROM products WHERE added > "2019-01-01" ORDER BY id') as $product) {
    row($product[name], $product[price]);
}
foot();
