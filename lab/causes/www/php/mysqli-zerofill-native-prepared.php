<?php
require '../lib/page.php';
$statement = mysqli_prepare(db(), 'SELECT id, number, sold_in, total FROM receipts WHERE total > ? ORDER BY id');
$least = 10;
mysqli_stmt_bind_param($statement, 'i', $least);
mysqli_stmt_execute($statement);
$result = mysqli_stmt_get_result($statement);
$receipts = array();
while ($receipt = mysqli_fetch_assoc($result)) $receipts[] = $receipt;
header('Content-Type: application/json');
echo json_encode(array('receipts' => $receipts));
