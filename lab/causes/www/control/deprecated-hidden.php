<?php
require '../lib/page.php';
head('Discounts');
$labels = false;
foreach (rows('SELECT name, discount, weight FROM products ORDER BY id LIMIT 4') as $product) {
    $labels[] = $product['name'];
    row($product['name'], 'code of ' . strlen($product['discount']) . ' letters, class ' . $product['weight'] % 5);
}
row('Since', strftime('%d/%m/%Y', 1325376000));
row('All', implode(', ', $labels));
foot();
