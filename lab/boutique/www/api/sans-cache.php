<?php
// Le cache est coupe pour cette requete : elle coute autant sur les deux versions.
require '../lib/base.php';
header('Content-Type: application/json');
$l = lignes('SELECT SQL_NO_CACHE COUNT(*) AS n, SUM(quantite) AS total FROM lignes WHERE remise < 10');
echo json_encode(array('lignes' => (int) $l[0]['n'], 'quantite' => (int) $l[0]['total']));
