<?php
// shows: infra-timezone-default
// ask: GET /infra/deliveries/today.php
require dirname(__FILE__) . '/../lib/page.php';
date_default_timezone_set(ini_get('date.timezone'));
head('Parcels of the night');
$last = mktime(0, 30, 0, 3, 2, 2021);
table(rows("SELECT customer, placed FROM orders WHERE placed >= '" . gmdate('Y-m-d', $last) . "' ORDER BY id"));
row('Closed at', date('H:i', 1614641400));
foot();
