<?php
// ask: GET /mysql/mysql-implicit-cast-dml.php?order=new
require '../lib/page.php';
head('Mark as paid');
$order = mysqli_real_escape_string(db(), $_GET['order']);
mysqli_query(db(), "UPDATE orders SET note = 'paid' WHERE id = '$order'");
$marked = mysqli_affected_rows(db());
row('Order ' . htmlspecialchars($order), $marked < 0 ? 'failed: ' . mysqli_error(db()) : $marked . ' marked');
foot();
