<?php
// Precharge les fiches qui ne sont pas deja la. La fiche 0 est toujours la.
require '../lib/base.php';
header('Content-Type: application/json');
$la = array(0);
$references = array();
for ($i = 1; $i <= 700; $i++) $references[] = 'ref-' . $i;
foreach ($references as $reference) {
    if (!in_array($reference, $la)) lignes('SELECT nom, stock FROM produits WHERE id = ' . (int) substr($reference, 4));
}
echo json_encode(array('references' => count($references)));
