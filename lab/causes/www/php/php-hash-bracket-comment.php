<?php
require '../lib/page.php';
head('Discounts');
require '../lib/cases/php-hash-bracket-comment.inc.php';
foreach (rows('SELECT name, discount FROM products WHERE discount > 0 ORDER BY id') as $product) {
    row($product['name'], $product['discount'] + $extra . '%');
}
foot();
