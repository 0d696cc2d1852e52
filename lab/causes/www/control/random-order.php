<?php
require '../lib/page.php';
head('You may also like');
table(rows('SELECT name, price FROM products ORDER BY RAND() LIMIT 3'));
row('Advertisement', 'banner ' . mt_rand(1, 9999));
foot();
