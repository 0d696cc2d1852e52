<?php
require '../lib/page.php';
head('Cheap or blue');
table(rows("SELECT sku, name FROM products WHERE price < 20 || colour = 'blue' && stock > 0 ORDER BY id"));
table(rows('SELECT DISTINCTROW colour FROM products WHERE NOT stock <=> NULL ORDER BY colour DESC'));
foot();
