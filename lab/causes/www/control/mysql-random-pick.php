<?php
require '../lib/page.php';
head('Product of the moment');
table(rows('SELECT sku, name, price FROM products ORDER BY RAND() LIMIT 1'));
foot();
