<?php
require '../lib/page.php';
head('Best customers');
table(rows('SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer DESC'));
foot();
