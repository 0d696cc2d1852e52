<?php
require '../lib/page.php';
head('One order of each customer');
mysqli_query(db(), "SET SESSION sql_mode = ''");
table(rows('SELECT customer, id FROM (SELECT customer, id FROM orders ORDER BY id DESC) latest GROUP BY customer ORDER BY customer'));
foot();
