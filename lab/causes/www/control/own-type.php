<?php
require '../lib/page.php';

function pieces(int $number) {
    return $number . ' pieces';
}

head('Stock');
foreach (rows('SELECT name, stock FROM products ORDER BY id LIMIT 3') as $product) {
    row($product['name'], pieces($product['stock']));
}
row('Everything', pieces('many'));
foot();
