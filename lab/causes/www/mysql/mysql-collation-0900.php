<?php
// ask: GET /mysql/mysql-collation-0900.php?street=Hafenstrasse
require '../lib/page.php';
head('Our dealers');
$street = mysqli_real_escape_string(db(), $_GET['street']);
table(rows("SELECT name, street FROM dealers WHERE street = '$street' ORDER BY id"));
foot();
