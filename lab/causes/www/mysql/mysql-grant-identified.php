<?php
require '../lib/page.php';
mysqli_report(MYSQLI_REPORT_OFF);
head('Set-up, step 3 of 5');
$admin = mysqli_connect(getenv('DB_HOST'), 'root', '', getenv('DB_NAME'), (int) getenv('DB_PORT'));
$made = mysqli_query($admin, "GRANT SELECT ON shop.products TO 'price_list'@'localhost' IDENTIFIED BY 'quay-12'");
row('Account of the price list', $made ? 'ready' : 'not made: ' . mysqli_error($admin));
if ($made) mysqli_query($admin, "DROP USER IF EXISTS 'price_list'@'localhost'");
foot();
