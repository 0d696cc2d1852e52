<?php
require '../lib/page.php';
head('About this shop');
$level = rows('SELECT @@tx_isolation AS level');
row('Isolation of the database', $level ? $level[0]['level'] : 'unknown (' . mysqli_error(db()) . ')');
foot();
