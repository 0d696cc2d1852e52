<?php
require '../lib/page.php';
head('Import of streets');
mysqli_query(db(), 'CREATE TEMPORARY TABLE import_streets (street VARCHAR(60) NOT NULL, UNIQUE KEY street (street)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4');
foreach (array('Quai Nord', 'Hafenstraße', 'Hafenstrasse', 'Am Markt') as $street) {
    $done = mysqli_query(db(), "INSERT INTO import_streets (street) VALUES ('$street')");
    row($street, $done ? 'imported' : mysqli_error(db()));
}
foot();
