<?php
require '../lib/page.php';
head('Weights');
require '../lib/cases/php-removed-casts.inc.php';
foreach (rows('SELECT name, weight FROM products ORDER BY id LIMIT 4') as $product) {
    row($product['name'], in_pounds($product['weight']) . ' lb');
}
foot();
