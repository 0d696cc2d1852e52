<?php
// Chaque rayon relit le meme total general.
require '../lib/base.php';
header('Content-Type: application/json');
$tout = array();
foreach (lignes('SELECT id FROM categories ORDER BY id') as $c) {
    $t = lignes('SELECT COUNT(DISTINCT l.produit_id) AS produits, SUM(l.quantite * p.prix) AS montant FROM lignes l JOIN produits p ON p.id = l.produit_id');
    $tout[] = array('rayon' => $c['id'], 'montant' => $t[0]['montant'], 'produits' => $t[0]['produits']);
}
echo json_encode($tout);
