<?php
require '../lib/page.php';
head('Stock by colour');
$stock = array();
foreach (rows('SELECT colour, stock FROM products ORDER BY id') as $product) {
    $stock[$product['colour']] = (isset($stock[$product['colour']]) ? $stock[$product['colour']] : 0) + $product['stock'];
}
reset($stock);
while (list($colour, $pieces) = each($stock)) {
    row($colour, $pieces);
}
foot();
