<?php
// shows: php-loose-comparison
// ask: GET /php/php-loose-switch.php?sort=name
require '../lib/page.php';
switch (isset($_GET['sort']) ? $_GET['sort'] : 0) {
    case 0:
        $order = 'id';
        break;
    case 'name':
        $order = 'name DESC';
        break;
    default:
        $order = 'price';
}
head('Products');
table(rows('SELECT sku, name, price FROM products ORDER BY ' . $order));
foot();
