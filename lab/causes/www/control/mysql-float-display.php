<?php
require '../lib/page.php';
head('Weights');
mysqli_query(db(), 'CREATE TEMPORARY TABLE loads (light FLOAT, heavy FLOAT, exact DOUBLE, cut FLOAT(10,2)) ENGINE=InnoDB');
mysqli_query(db(), 'INSERT INTO loads VALUES (0.1, 16777217, 0.1, 1234567.891), (2.25, 1e10, 1e20, 0.005)');
table(rows('SELECT light, heavy, exact, cut, light * 3 AS thrice FROM loads ORDER BY light'));
table(rows('SELECT name, weight FROM products ORDER BY id'));
foot();
