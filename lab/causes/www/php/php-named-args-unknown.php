<?php
// shows: php-named-args-cufa
require '../lib/page.php';

function price_line($name, $price) {
    row($name, number_format($price, 2) . ' EUR');
}

head('Dear products');
foreach (rows('SELECT name AS title, price AS amount FROM products WHERE price > 50 ORDER BY id') as $product) {
    call_user_func_array('price_line', $product);
}
foot();
