<?php
require '../lib/page.php';
head('Colours');
$colours = 'steel';
foreach (rows('SELECT colour FROM products ORDER BY id LIMIT 2') as $product) {
    $colours[] = $product['colour'];
}
row('Colours', $colours);
foot();
