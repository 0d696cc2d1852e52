<?php
// ask: GET /php/php-loose-comparison.php?colour=all
require '../lib/page.php';
$colour = isset($_GET['colour']) ? $_GET['colour'] : 0;
head('Products by colour');
if ($colour == 0) {
    $products = rows('SELECT sku, name, price FROM products ORDER BY id');
} else {
    $products = rows("SELECT sku, name, price FROM products WHERE colour = '" . mysqli_real_escape_string(db(), $colour) . "' ORDER BY id");
}
row('Found', count($products));
table($products);
foot();
