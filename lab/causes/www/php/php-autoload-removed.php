<?php
require '../lib/page.php';
require '../lib/cases/php-autoload-removed.inc.php';
head('Terms');
$terms = new ShopTerms;
row('Days to return', $terms->days);
table(rows('SELECT name, price FROM products WHERE price > 100 ORDER BY id'));
foot();
