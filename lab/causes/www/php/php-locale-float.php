<?php
require '../lib/page.php';
putenv('LOCPATH=' . dirname(__DIR__) . '/lib/locale');
setlocale(LC_NUMERIC, 'fr_FR.UTF-8');
head('Weights');
$sum = 0;
foreach (rows('SELECT name, weight FROM products ORDER BY id') as $product) {
    $weight = (float) $product['weight'] + 0.05;
    $sum += $weight;
    row($product['name'], $weight . ' kg packed');
}
row('All together', $sum . ' kg');
foot();
