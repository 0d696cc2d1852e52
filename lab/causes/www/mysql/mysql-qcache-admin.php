<?php
require '../lib/page.php';
head('Maintenance');
$done = mysqli_query(db(), 'FLUSH QUERY CACHE');
row('Query cache', $done ? 'was defragmented' : 'failed: ' . mysqli_error(db()));
row('Counters', count(rows("SHOW GLOBAL STATUS LIKE 'Qcache%'")));
foot();
