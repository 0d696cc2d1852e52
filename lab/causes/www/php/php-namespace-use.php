<?php
// shows: php-namespace-whitespace
require '../lib/page.php';
head('Weights');
require '../lib/cases/php-namespace-use.inc.php';
foreach (rows('SELECT name, weight FROM products ORDER BY id LIMIT 3') as $product) {
    row($product['name'], weight_text($product['weight']));
}
foot();
