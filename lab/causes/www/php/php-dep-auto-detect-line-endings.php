<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Price list import');
ini_set('auto_detect_line_endings', true);
$lines = array();
foreach (rows('SELECT sku, price FROM products ORDER BY id LIMIT 3') as $product) {
    $lines[] = implode(';', $product);
}
$file = fopen('php://memory', 'w+');
fwrite($file, implode("\r", $lines));
rewind($file);
while (($cells = fgetcsv($file, 0, ';')) !== false) {
    row($cells[0], $cells[1]);
}
fclose($file);
foot();
