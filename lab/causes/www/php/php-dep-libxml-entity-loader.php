<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Suppliers');
libxml_disable_entity_loader(true);
$feed = simplexml_load_string('<suppliers><supplier city="Brest">Ropes and sons</supplier><supplier city="Nantes">Oakworks</supplier></suppliers>');
foreach ($feed->supplier as $supplier) {
    row((string) $supplier, (string) $supplier['city']);
}
foot();
