<?php
// Nombre de produits par nom de rayon : l'ordre venait tout seul.
require '../lib/base.php';
header('Content-Type: application/json');
$tout = array();
foreach (lignes('SELECT c.nom, COUNT(*) AS n FROM produits p JOIN categories c ON c.id = p.categorie_id GROUP BY c.nom') as $l) $tout[] = $l;
echo json_encode($tout);
