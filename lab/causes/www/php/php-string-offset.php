<?php
require '../lib/page.php';
head('Labels');
foreach (rows('SELECT id, name, colour FROM products ORDER BY id LIMIT 4') as $product) {
    $label = $product['id'] % 2 ? array('text' => $product['name'], 'colour' => $product['colour']) : $product['name'];
    row($product['name'], 'label begins with ' . substr($label['text'], 0, 1));
}
foot();
