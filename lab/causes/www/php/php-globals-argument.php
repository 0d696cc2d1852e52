<?php
// shows: php-globals
require '../lib/page.php';
require '../lib/cases/php-globals-argument.inc.php';
head('Offer of the week');
offer_of($GLOBALS, rows('SELECT name, price FROM products ORDER BY price LIMIT 1'));
row($offer_name, $offer_price);
foot();
