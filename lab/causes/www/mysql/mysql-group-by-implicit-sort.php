<?php
require '../lib/page.php';
head('Sales by customer');
table(rows('SELECT customer, SUM(quantity) AS sold FROM orders GROUP BY customer'));
foot();
