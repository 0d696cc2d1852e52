<?php
require '../lib/page.php';
head('Visitors');
rows("SELECT GET_LOCK('visits', 10)");
mysqli_query(db(), 'DELETE FROM visits');
$count = "SELECT TABLE_ROWS AS visits FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME = 'visits'";
rows($count);
mysqli_query(db(), "INSERT INTO visits (page) VALUES ('home'), ('list'), ('basket')");
$now = rows($count);
row('Pages seen today', $now[0]['visits']);
mysqli_query(db(), 'DELETE FROM visits');
rows("SELECT RELEASE_LOCK('visits')");
foot();
