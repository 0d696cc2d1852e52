<?php
// ask: GET /mysql/mysql-date-compare-garbage.php?from=
require '../lib/page.php';
head('Orders');
$from = mysqli_real_escape_string(db(), $_GET['from']);
table(rows("SELECT id, customer, placed FROM orders WHERE placed >= '$from' ORDER BY id"));
foot();
