<?php
require '../lib/page.php';
head('Parcels');
foreach (rows('SELECT customer, SUM(quantity) AS items FROM orders GROUP BY customer ORDER BY customer') as $order) {
    $small = $order['items'] % 4;
    $large = floor($order['items'] / 4);
    echo '<p>' . $order['customer'] . '</p>';
    echo '<p class="parcels">Parcels to send: ' . $small + $large . '</p>';
}
foot();
