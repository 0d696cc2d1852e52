<?php
require '../lib/page.php';
head('Opening hours');
$now = rows('SELECT NOW() AS now, CONNECTION_ID() AS visit, UUID() AS ticket');
row('It is', $now[0]['now']);
row('Visit', $now[0]['visit']);
row('Ticket', $now[0]['ticket']);
foot();
