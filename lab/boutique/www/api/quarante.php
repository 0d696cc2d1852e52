<?php
// Quarante lectures distinctes par cle primaire.
require '../lib/base.php';
header('Content-Type: application/json');
$noms = array();
for ($i = 1; $i <= 40; $i++) { $l = lignes("SELECT nom FROM produits WHERE id = $i"); $noms[] = $l[0]['nom']; }
echo json_encode($noms);
