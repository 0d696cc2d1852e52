<?php
// ask: POST /php/php-round-leading-numeric.php weight=12.4+kg
require '../lib/page.php';
head('Delivery by weight');
$weight = round($_POST['weight']);
row('Weight', $weight . ' kg');
row('Price', number_format(4 + $weight * 0.5, 2));
table(rows('SELECT name, weight FROM products WHERE weight > 10 ORDER BY id'));
foot();
