<?php
require 'db.php';
echo '<h1>Orders</h1><ul>';
$orders = db()->query('SELECT id, wish FROM orders ORDER BY id');
while ($order = $orders->fetch_row()) {
    echo "<li>$order[1]</li>";
}
echo '</ul>';
