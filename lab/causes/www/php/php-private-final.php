<?php
// also: php-deprecated-eats-headers
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
require '../lib/cases/php-private-final.inc.php';
$counter = new VisitCounter;
setcookie('visits', $counter->next(isset($_COOKIE['visits']) ? $_COOKIE['visits'] : 0), 0, '/');
head('Welcome');
table(rows('SELECT name, price FROM products ORDER BY id LIMIT 2'));
foot();
