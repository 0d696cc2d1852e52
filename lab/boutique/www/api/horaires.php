<?php
// Heure d'ouverture, rendue par la base dans le fuseau du magasin.
require '../lib/base.php';
header('Content-Type: application/json');
$h = lignes("SELECT CONVERT_TZ('2024-01-15 08:00:00', '+00:00', 'Europe/Paris') AS ouverture");
echo json_encode(array('ouverture' => $h[0]['ouverture']));
