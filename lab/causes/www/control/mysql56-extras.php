<?php
require '../lib/page.php';
head('Stock take');
table(rows("SELECT GET_LOCK('shelf one', 5) AS one, GET_LOCK('shelf two', 5) AS two, RELEASE_LOCK('shelf one') AS freed, RELEASE_LOCK('shelf two') AS freed_too"));
$old = mysqli_query(db(), "SELECT OLD_PASSWORD('harbour')");
row('Old passwords', $old ? 'known' : mysqli_error(db()));
$engine = mysqli_query(db(), 'SET storage_engine = InnoDB');
row('Engine', $engine ? 'set' : mysqli_error(db()));
foot();
