<?php
// shows: php-reserved-match
require '../lib/page.php';
head('Sets of rope');
require '../lib/cases/php-reserved-mixed.inc.php';
$set = new Mixed(rows("SELECT name, price FROM products WHERE colour = 'blue' ORDER BY id"));
row($set->title(), number_format($set->price(), 2));
foot();
