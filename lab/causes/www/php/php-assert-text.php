<?php
// shows: php-assert-string
require '../lib/page.php';

function stock_alarm($file, $line, $code) {
    echo '<p class="alarm">Tell the store: ' . htmlspecialchars($code) . ' does not hold.</p>';
}

assert_options(ASSERT_CALLBACK, 'stock_alarm');
assert_options(ASSERT_WARNING, 0);
head('Stock');
foreach (rows('SELECT name, stock FROM products ORDER BY id LIMIT 4') as $product) {
    $stock = $product['stock'];
    assert("$stock > 0");
    row($product['name'], $stock);
}
foot();
