<?php
// ask: GET /infra/stock/
require dirname(__FILE__) . '/../lib/page.php';
head('Stock');
$settings = @file_get_contents(dirname(__FILE__) . '/stock/settings.dat');
$columns = unserialize($settings);
if (!$columns) $columns = array('name', 'stock');
table(rows('SELECT ' . implode(', ', $columns) . ' FROM products ORDER BY id LIMIT 3'));
foot();
