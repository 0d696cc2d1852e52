<?php
require 'db.php';
mysqli_report(MYSQLI_REPORT_OFF);
db()->query("INSERT INTO visit (page, referrer) VALUES ('home', '')");
echo '<h1>Thank you for your visit</h1>';
