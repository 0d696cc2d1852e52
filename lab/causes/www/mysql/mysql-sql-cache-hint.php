<?php
require '../lib/page.php';
head('Colours');
table(rows('SELECT SQL_CACHE colour, COUNT(*) AS articles FROM products GROUP BY colour ORDER BY colour'));
$steel = rows("SELECT SQL_CACHE * FROM products WHERE colour = 'steel'");
row('In steel', count($steel));
foot();
