<?php
// ask: POST /php/php-arithmetic-typeerror.php sku=F-3&quantity=
require '../lib/page.php';
head('Basket');
$sku = mysqli_real_escape_string(db(), $_POST['sku']);
foreach (rows("SELECT name, price FROM products WHERE sku = '$sku'") as $product) {
    $quantity = $_POST['quantity'] + 1;
    row($product['name'], $product['price'] . ' each');
    row('Pieces, with the free one', $quantity);
}
foot();
