<?php
require '../lib/page.php';
head('Top of the list');
rows('SELECT @place := 0');
table(rows('SELECT @place := @place + 1 AS place, name FROM products ORDER BY id LIMIT 4'));
foot();
