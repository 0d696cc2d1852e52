<?php
require '../lib/page.php';
head('Search');
table(rows("SELECT sku, name FROM products WHERE name = 'OAR  ' ORDER BY id"));
table(rows("SELECT login FROM customers WHERE city = 'brest' ORDER BY login LOCK IN SHARE MODE"));
foot();
