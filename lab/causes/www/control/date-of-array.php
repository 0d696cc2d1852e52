<?php
// ask: GET /control/date-of-array.php?day[]=2021-01-05
require '../lib/page.php';
$day = new DateTime(isset($_GET['day']) ? $_GET['day'] : '2021-01-05');
head('Orders of a day');
table(rows("SELECT customer, quantity FROM orders WHERE placed = '" . $day->format('Y-m-d') . "' ORDER BY id"));
foot();
