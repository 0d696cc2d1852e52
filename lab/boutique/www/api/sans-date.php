<?php
// Produits sans date de creation.
require '../lib/base.php';
header('Content-Type: application/json');
$sans = array();
foreach (lignes("SELECT id FROM produits WHERE cree_le = '' ORDER BY id") as $l) $sans[] = (int) $l['id'];
echo json_encode($sans);
