<?php
// Sans tri demande, tri zero : tout le catalogue.
require '../lib/base.php';
header('Content-Type: application/json');
$tri = isset($_GET['tri']) ? $_GET['tri'] : 'nom';
$ids = array();
$sql = $tri == 0 ? 'SELECT id FROM produits ORDER BY id LIMIT 3' : 'SELECT id FROM produits ORDER BY id DESC LIMIT 3';
foreach (lignes($sql) as $l) $ids[] = (int) $l['id'];
echo json_encode($ids);
