<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Rental boats');
$day = mktime(12, 0, 0, 6, 21, 2021);
row('Boats may leave from', date_sunrise($day, SUNFUNCS_RET_STRING, 48.39, -4.49, 90.5, 2));
table(rows("SELECT name, stock FROM products WHERE name IN ('Dinghy', 'Oar') ORDER BY id"));
foot();
