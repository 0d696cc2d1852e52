<?php
// ask: GET /php/php-internal-typeerror.php?q[]=anchor&q[]=rope
require '../lib/page.php';
$q = isset($_GET['q']) ? $_GET['q'] : '';
$words = trim($q) === '' ? 'everything' : trim($q);
head('Search');
row('You looked for', htmlspecialchars($words));
table(rows('SELECT sku, name, price FROM products ORDER BY name'));
foot();
