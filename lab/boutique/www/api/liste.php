<?php
require '../lib/base.php';
header('Content-Type: application/json');
$par = 20;
$n = isset($_GET['n']) ? max(1, (int) $_GET['n']) : 1;
$noms = array();
foreach (lignes('SELECT id, nom FROM produits ORDER BY id LIMIT ' . (($n - 1) * $par) . ', ' . $par) as $l) $noms[] = array('id' => (int) $l['id'], 'nom' => $l['nom']);
echo json_encode($noms);
