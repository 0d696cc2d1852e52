<?php
require '../lib/page.php';

function debug($name, $value) {
    ob_start();
    var_dump($value);
    echo '<pre class="debug">' . $name . ' = ' . htmlspecialchars(ob_get_clean(), ENT_QUOTES) . '</pre>';
}

head('Checkout');
$basket = array('net' => 0.1 + 0.2, 'tax' => 0.7 * 0.1, 'items' => 2);
row('To pay', number_format($basket['net'] + $basket['tax'], 2));
debug('basket', $basket);
foot();
