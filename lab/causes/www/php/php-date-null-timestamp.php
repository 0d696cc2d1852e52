<?php
require '../lib/page.php';
head('Sales');
$sales = rows('SELECT p.name, UNIX_TIMESTAMP(MAX(o.placed)) AS sold FROM products p LEFT JOIN orders o ON o.product_id = p.id GROUP BY p.id, p.name ORDER BY p.id');
foreach ($sales as $sale) {
    $year = date('Y', $sale['sold']);
    row($sale['name'], $year > 2000 ? 'sold last in ' . $year : 'never sold');
}
foot();
