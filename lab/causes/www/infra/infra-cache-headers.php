<?php
require '../lib/page.php';
$settings = require 'config/cache.php';
if ($settings['minutes'] > 0) {
    header('Cache-Control: public, max-age=' . 60 * $settings['minutes']);
    header('Vary: Accept-Encoding');
} else {
    header('Cache-Control: no-store');
    header('Vary: Cookie');
}
head('All products');
table(rows('SELECT sku, name, price FROM products ORDER BY id'));
foot();
