<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Orders');
foreach (rows('SELECT customer, placed FROM orders ORDER BY id LIMIT 4') as $order) {
    row($order['customer'], strftime('%d %B %Y', strtotime($order['placed'])));
}
foot();
