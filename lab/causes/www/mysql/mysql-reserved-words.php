<?php
require '../lib/page.php';
head('Ranking');
table(rows('SELECT customer, SUM(quantity) AS rank FROM orders GROUP BY customer ORDER BY rank DESC'));
foot();
