<?php
// Sleeps where the database is reached by one of these ports, so that a difference of time is there to be found.
require 'shared.php';
value('SELECT 1');
if (in_array(getenv('DB_PORT'), explode(',', $_GET['on']))) usleep(30000);
echo '<p>slept</p>';
