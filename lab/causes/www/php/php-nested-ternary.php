<?php
require '../lib/page.php';
head('Availability');
require '../lib/cases/php-nested-ternary.inc.php';
foreach (rows('SELECT name, stock FROM products ORDER BY id LIMIT 4') as $product) {
    row($product['name'], availability($product['stock']));
}
foot();
