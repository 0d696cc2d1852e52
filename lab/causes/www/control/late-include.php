<?php
require '../lib/page.php';
head('Offers');
@include 'offers-of-today.php';
$offers = isset($offers) ? $offers : rows('SELECT name, price FROM products WHERE price < 50 ORDER BY price');
table($offers);
foot();
