<?php
// Le ratio est calcule avant toute sortie.
require '../lib/base.php';
header('Content-Type: application/json');
$p = lignes('SELECT prix, stock FROM produits WHERE id = ' . (int) $_GET['id']);
$ratio = $p[0]['prix'] / $p[0]['stock'];
echo json_encode(array('id' => (int) $_GET['id'], 'ratio' => number_format($ratio, 4)));
