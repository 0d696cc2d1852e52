<?php
require '../lib/page.php';
head('Search');
table(rows("SELECT sku FROM products WHERE name LIKE '%submarine%'"));
$none = rows('SELECT MAX(price) AS most, COUNT(*) AS found FROM products WHERE stock > 1000');
row('Most', $none[0]['most'] === null ? 'none' : $none[0]['most']);
row('Found', $none[0]['found']);
foot();
