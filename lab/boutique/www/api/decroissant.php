<?php
// Tri dans le regroupement.
require '../lib/base.php';
header('Content-Type: application/json');
echo json_encode(lignes('SELECT categorie_id, COUNT(*) AS n FROM produits GROUP BY categorie_id DESC'));
