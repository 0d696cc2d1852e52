<?php
require '../lib/page.php';
$currency = 'EUR';
require '../lib/cases/php-globals.inc.php';
set_setting('currency', 'CHF');
head('Currency');
row('Prices in', $currency);
table(rows('SELECT name, price FROM products ORDER BY id LIMIT 3'));
foot();
