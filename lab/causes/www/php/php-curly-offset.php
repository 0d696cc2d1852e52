<?php
require '../lib/page.php';
require '../lib/cases/php-curly-offset.inc.php';
head('Products by letter');
$letters = array();
foreach (rows('SELECT name FROM products ORDER BY name') as $product) {
    $letters[first_letter($product['name'])][] = $product['name'];
}
foreach ($letters as $letter => $names) {
    row($letter, implode(', ', $names));
}
foot();
