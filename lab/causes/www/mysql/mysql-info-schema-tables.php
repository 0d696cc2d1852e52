<?php
require '../lib/page.php';
head('Stored procedures');
$found = mysqli_query(db(), "SELECT name FROM mysql.proc WHERE db = 'shop'");
if ($found) {
    row('Procedures', mysqli_num_rows($found));
} else {
    row('Error', mysqli_error(db()));
}
foot();
