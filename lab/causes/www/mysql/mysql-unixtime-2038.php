<?php
require '../lib/page.php';
head('Warranty');
$end = rows("SELECT DATE_FORMAT(FROM_UNIXTIME(3000000000), '%Y') AS hull, UNIX_TIMESTAMP('2040-01-01') > UNIX_TIMESTAMP('2021-01-01') AS valid");
row('Hull', 'until ' . $end[0]['hull']);
row('Mast', $end[0]['valid'] ? 'covered' : 'expired');
foot();
