<?php
// Le tarif complet, un produit apres l'autre : ceux qui sont en vente a cette heure (NOW() ne se met pas en cache).
require '../lib/base.php';
header('Content-Type: application/json');
$tarif = array();
foreach (lignes('SELECT id FROM produits ORDER BY id LIMIT 700') as $p) {
    $l = lignes('SELECT nom, prix FROM produits WHERE cree_le <= NOW() AND id = ' . (int) $p['id']);
    $tarif[] = $l[0]['nom'] . ' : ' . $l[0]['prix'];
}
echo json_encode($tarif);
