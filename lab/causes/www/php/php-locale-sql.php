<?php
// shows: php-locale-float
require '../lib/page.php';
putenv('LOCPATH=' . dirname(__DIR__) . '/lib/locale');
setlocale(LC_NUMERIC, 'fr_FR.UTF-8');
$rate = 1 + 0.2;
head('Prices with tax');
table(rows('SELECT name, price * ' . $rate . ' FROM products ORDER BY id LIMIT 4'));
foot();
