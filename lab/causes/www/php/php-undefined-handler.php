<?php
// shows: php-undefined-var-key
require '../lib/page.php';

function stop_on_warning($number, $text, $file, $line) {
    throw new ErrorException($text, 0, $number, $file, $line);
}

set_error_handler('stop_on_warning', E_WARNING | E_USER_WARNING | E_RECOVERABLE_ERROR);
$basket = array('A-1' => 2, 'F-3' => 5);
$lines = array();
foreach (rows('SELECT sku, name FROM products ORDER BY id LIMIT 3') as $product) {
    $lines[$product['name']] = (int) $basket[$product['sku']];
}
head('Basket');
foreach ($lines as $name => $quantity) row($name, $quantity . ' pieces');
foot();
