<?php
// ask: GET /mysql/mysql-implicit-cast-dml.php?invoice=new
require '../lib/page.php';
head('Mark as paid');
$invoice = mysqli_real_escape_string(db(), $_GET['invoice']);
mysqli_query(db(), "UPDATE invoices SET state = 'paid' WHERE id = '$invoice'");
$marked = mysqli_affected_rows(db());
row('Invoice ' . htmlspecialchars($invoice), $marked < 0 ? 'failed: ' . mysqli_error(db()) : $marked . ' marked');
foot();
