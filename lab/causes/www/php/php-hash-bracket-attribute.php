<?php
// shows: php-hash-bracket-comment
require '../lib/page.php';
require '../lib/cases/php-hash-bracket-attribute.inc.php';
head('Stock');
foreach (rows('SELECT name, stock FROM products ORDER BY id LIMIT 3') as $product) {
    row($product['name'], $product['stock'] > $low ? 'enough' : 'low');
}
foot();
