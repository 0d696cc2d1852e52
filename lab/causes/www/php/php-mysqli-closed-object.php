<?php
require '../lib/page.php';
head('Products');
$m = db();
$products = rows('SELECT id, name, price FROM products ORDER BY id LIMIT 4');
$m->close();
table($products);
$orders = @$m->query('SELECT COUNT(*) AS sold FROM orders');
row('Orders so far', $orders ? 'many' : 'not known');
foot();
