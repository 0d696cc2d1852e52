<?php
require '../lib/page.php';
$settings = require 'config/cookies.php';
setcookie('currency', 'EUR', 0, '/', $settings['domain'], $settings['secure'], true);
head('Prices in euro');
table(rows('SELECT name, price FROM products ORDER BY id LIMIT 4'));
foot();
