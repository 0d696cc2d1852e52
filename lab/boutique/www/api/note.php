<?php
// Note moyenne ramenee au stock, rendue telle quelle.
require '../lib/base.php';
header('Content-Type: application/json');
$p = lignes('SELECT note, stock FROM produits WHERE id = ' . (int) $_GET['id']);
$moyenne = $p[0]['note'] / $p[0]['stock'];
echo json_encode(array('moyenne' => $moyenne));
