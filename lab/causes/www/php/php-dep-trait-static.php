<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);

trait Money {
    public static $currency = 'EUR';

    public static function format($price) {
        return number_format($price, 2);
    }
}

head('Prices');
foreach (rows('SELECT name, price FROM products ORDER BY id LIMIT 2') as $product) {
    row($product['name'], Money::format($product['price']) . ' ' . Money::$currency);
}
foot();
