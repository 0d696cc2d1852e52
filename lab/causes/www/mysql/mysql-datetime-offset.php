<?php
// ask: GET /mysql/mysql-datetime-offset.php?at=2021-07-01T10:00:00%2B02:00
require '../lib/page.php';
head('Pick up');
mysqli_query(db(), "SET time_zone = '+00:00'");
$at = mysqli_real_escape_string(db(), $_GET['at']);
$slot = rows("SELECT DATE_FORMAT(CAST('$at' AS DATETIME), '%d/%m/%Y %H:%i') AS slot");
row('Your slot', $slot[0]['slot']);
foot();
