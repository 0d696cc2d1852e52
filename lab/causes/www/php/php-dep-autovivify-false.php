<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Gifts');
$gifts = false;
foreach (rows("SELECT customer, quantity FROM orders WHERE note = 'gift' ORDER BY id") as $order) {
    $gifts[] = $order['customer'] . ': ' . $order['quantity'];
}
row('Wrap for', implode(', ', $gifts));
foot();
