<?php
require '../lib/page.php';
head('Update to version 2.4');
rows("SELECT GET_LOCK('update', 10)");
$done = mysqli_query(db(), 'CREATE TABLE moorings_booked (boat VARCHAR(40), code VARCHAR(10), CONSTRAINT booked_code FOREIGN KEY (code) REFERENCES moorings (code)) ENGINE=InnoDB DEFAULT CHARSET=utf8');
row('Table of bookings', $done ? 'made' : mysqli_error(db()));
mysqli_query(db(), 'DROP TABLE IF EXISTS moorings_booked');
rows("SELECT RELEASE_LOCK('update')");
foot();
