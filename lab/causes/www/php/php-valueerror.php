<?php
// ask: GET /php/php-valueerror.php?separator=
require '../lib/page.php';
$separator = isset($_GET['separator']) ? $_GET['separator'] : ',';
$sizes = explode($separator, 'S,M,L');
head('Sizes');
foreach ($sizes ? $sizes : array('one size') as $size) {
    row('Flag', $size);
}
table(rows("SELECT sku, name, price FROM products WHERE sku LIKE 'F-%'"));
foot();
