<?php
// Liste des tables, lue par nom de colonne.
require '../lib/base.php';
header('Content-Type: application/json');
$noms = array();
foreach (lignes("SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop' ORDER BY table_name") as $l) $noms[] = isset($l['table_name']) ? $l['table_name'] : null;
echo json_encode($noms);
