<?php
require '../lib/page.php';
head('Figures');
table(rows("SELECT ROUND(2.5) AS half, 7 DIV 2 AS whole, 10 / 3 AS third, '12 boats' + 1 AS text, 5 % 0 AS nothing, FORMAT(1234.5, 2) AS money"));
table(rows('SELECT colour, AVG(price) AS average, SUM(stock) AS stock FROM products GROUP BY colour ORDER BY colour'));
foot();
