<?php
require '../lib/page.php';
head('Products');
table(rows('SELECT sku, name, price FROM products ORDER BY id'));
foot();
