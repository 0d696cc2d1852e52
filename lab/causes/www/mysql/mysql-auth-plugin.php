<?php
require '../lib/page.php';
head('Partner account');
$made = mysqli_query(db(), "CREATE USER IF NOT EXISTS 'partner'@'localhost' IDENTIFIED WITH mysql_native_password BY 'quay-12'");
row('Account', $made ? 'open' : mysqli_error(db()));
if ($made) mysqli_query(db(), "DROP USER IF EXISTS 'partner'@'localhost'");
foot();
