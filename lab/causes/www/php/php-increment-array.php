<?php
// shows: php-arithmetic-typeerror
require '../lib/page.php';
head('Orders by customer');
$visits = array();
foreach (rows('SELECT customer FROM orders ORDER BY id') as $order) {
    if (!isset($visits[$order['customer']])) $visits[$order['customer']] = array();
    $visits[$order['customer']]++;
}
row('Customers', implode(', ', array_keys($visits)));
foot();
