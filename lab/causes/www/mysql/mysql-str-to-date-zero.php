<?php
// ask: GET /mysql/mysql-str-to-date-zero.php?since=00/00/0000
require '../lib/page.php';
head('New customers');
$since = mysqli_real_escape_string(db(), $_GET['since']);
$day = rows("SELECT STR_TO_DATE('$since', '%d/%m/%Y') AS day");
row('Since', $day[0]['day'] == '0000-00-00' ? 'the beginning' : $day[0]['day']);
table(rows("SELECT login, city FROM customers WHERE born >= STR_TO_DATE('$since', '%d/%m/%Y') ORDER BY login"));
foot();
