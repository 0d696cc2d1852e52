<?php
// Colis recus de chaque fournisseur.
require '../lib/base.php';
header('Content-Type: application/json');
echo json_encode(lignes('SELECT f.code, f.nom, (SELECT SUM(l.colis) FROM livraisons l WHERE l.fournisseur_code = f.code) AS colis FROM fournisseurs f ORDER BY f.code'));
