<?php
require '../lib/page.php';
require '../lib/cases/php-reserved-match.inc.php';
head('Rope finder');
foreach (rows('SELECT name, colour FROM products ORDER BY id') as $product) {
    if (matches_colour($product, 'blue')) {
        row($product['name'], $product['colour']);
    }
}
foot();
