<?php
require '../lib/page.php';

class Price {
    function withTax($net) {
        return number_format($net * 1.2, 2);
    }
}

head('Prices with tax');
foreach (rows('SELECT name, price FROM products ORDER BY id LIMIT 4') as $product) {
    row($product['name'], Price::withTax($product['price']));
}
foot();
