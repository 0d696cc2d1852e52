<?php
require '../lib/page.php';
head('Customers and their first order');
table(rows('SELECT customer, placed, SUM(quantity) AS articles FROM orders GROUP BY customer ORDER BY customer'));
foot();
