<?php
require '../lib/page.php';
head('Health');
$slave = mysqli_query(db(), 'SHOW SLAVE STATUS');
if (!$slave) {
    row('Replication', 'CRITICAL - ' . mysqli_error(db()));
} else {
    row('Replication', mysqli_num_rows($slave) ? 'this is a slave' : 'OK - not a slave');
}
foot();
