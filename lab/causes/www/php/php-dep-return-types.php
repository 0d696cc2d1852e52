<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Basket');
require '../lib/cases/php-dep-return-types.inc.php';
$basket = new Basket(rows('SELECT name, price FROM products ORDER BY id LIMIT 3'));
row('Articles', count($basket));
foreach ($basket as $line) {
    row($line['name'], $line['price']);
}
foot();
