<?php
// shows: php-nonstatic-static-call
require '../lib/page.php';

class Sorting {
    function byStock($a, $b) {
        return $b['stock'] - $a['stock'];
    }
}

head('Most in stock');
$products = rows('SELECT name, stock FROM products ORDER BY id');
usort($products, array('Sorting', 'byStock'));
table(array_slice($products, 0, 4));
foot();
