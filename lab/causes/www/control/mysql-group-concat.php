<?php
require '../lib/page.php';
head('Who bought what');
table(rows('SELECT customer, GROUP_CONCAT(product_id) AS products FROM orders GROUP BY customer ORDER BY customer'));
$long = rows("SELECT LENGTH(GROUP_CONCAT(REPEAT(name, 60))) AS letters FROM products");
row('Letters', $long[0]['letters']);
foot();
