<?php
// Fiche en JSON ; les messages de mise au point sont restes.
ini_set('display_errors', '1');
error_reporting(E_ALL);
require '../lib/base.php';
header('Content-Type: application/json');
$remarque = null;
echo json_encode(array('id' => 1, 'remarque' => trim($remarque)));
