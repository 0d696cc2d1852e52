<?php
// ask: POST /php/php-numeric-trailing-space.php quantity=12+&sku=B-7
require '../lib/page.php';
$quantity = isset($_POST['quantity']) ? $_POST['quantity'] : '';
$sku = isset($_POST['sku']) ? $_POST['sku'] : '';
head('Add to the basket');
if (!is_numeric($quantity)) {
    echo '<p class="error">Please enter how many you want.</p>';
    echo '<form method="post"><input name="quantity" value=""><input type="submit" value="Add"></form>';
} else {
    $found = rows("SELECT name, price FROM products WHERE sku = '" . mysqli_real_escape_string(db(), $sku) . "'");
    row((int) $quantity . ' x ' . $found[0]['name'], number_format($found[0]['price'] * $quantity, 2));
}
foot();
