<?php
// shows: php-string-offset
require '../lib/page.php';
head('Short names');
foreach (rows('SELECT name, colour FROM products ORDER BY id LIMIT 4') as $product) {
    $short = $product['name'];
    $short[0] = $product['colour'] == 'steel' ? '' : strtolower($short[0]);
    row($product['name'], $short);
}
foot();
