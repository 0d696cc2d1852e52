<?php
require '../lib/page.php';
head('Prices');
table(rows('SELECT name, price /*!80000 * 1.2 */ AS price FROM products WHERE id < 4 ORDER BY id'));
foot();
