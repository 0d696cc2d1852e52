<?php
require '../lib/page.php';
head('Share of the stock');
table(rows('SELECT name, stock / 139 * 100 AS percent FROM products ORDER BY id'));
foot();
