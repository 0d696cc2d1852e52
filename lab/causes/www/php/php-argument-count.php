<?php
require '../lib/page.php';
head('Delivery');
$countries = array('FR', 'BE', 'CH');
foreach (rows('SELECT name, weight FROM products WHERE weight > 3 ORDER BY id') as $product) {
    $free = in_array('FR') ? 'free' : 'at cost';
    row($product['name'], 'delivery ' . $free);
}
row('We deliver to', implode(', ', $countries));
foot();
