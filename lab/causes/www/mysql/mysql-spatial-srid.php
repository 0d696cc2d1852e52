<?php
require '../lib/page.php';
head('Nearest shop');
$here = "ST_GeomFromText('POINT(2.35 48.85)', 4326)";
foreach (array('London' => '-0.12 51.50', 'Brest' => '-4.48 48.39', 'Nice' => '7.26 43.70') as $city => $point) {
    $far = rows("SELECT ROUND(ST_Distance($here, ST_GeomFromText('POINT($point)', 4326)), 2) AS far");
    row($city, $far[0]['far']);
}
foot();
