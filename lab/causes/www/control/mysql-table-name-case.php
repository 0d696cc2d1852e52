<?php
require '../lib/page.php';
head('Orders of today');
$orders = mysqli_query(db(), 'SELECT COUNT(*) AS orders FROM Orders');
row('Orders', $orders ? 'counted' : mysqli_error(db()));
foot();
