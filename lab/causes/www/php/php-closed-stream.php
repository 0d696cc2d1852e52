<?php
// shows: php-internal-typeerror
require '../lib/page.php';
head('Export');
$file = fopen('php://memory', 'w+');
foreach (rows('SELECT sku, price FROM products ORDER BY id LIMIT 3') as $product) {
    fputcsv($file, $product, ';');
}
fclose($file);
$size = ftell($file);
row('Export', $size ? $size . ' bytes' : 'done');
foot();
