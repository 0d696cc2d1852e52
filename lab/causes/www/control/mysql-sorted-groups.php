<?php
require '../lib/page.php';
head('Sales by customer, sorted');
table(rows('SELECT customer, SUM(quantity) AS sold FROM orders GROUP BY customer ORDER BY sold DESC, customer LIMIT 3'));
table(rows('SELECT note, MAX(placed) AS latest FROM orders GROUP BY note ORDER BY NULL'));
foot();
