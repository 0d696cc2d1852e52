<?php
require '../lib/page.php';
head('Nightly jobs');
$scheduler = rows('SELECT @@event_scheduler AS state');
row('Clean-up of baskets', $scheduler[0]['state'] == 'ON' ? 'runs in the database' : 'runs by cron');
foot();
