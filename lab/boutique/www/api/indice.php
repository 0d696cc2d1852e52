<?php
// Demande au serveur de garder le resultat.
require '../lib/base.php';
header('Content-Type: application/json');
echo json_encode(lignes('SELECT SQL_CACHE id, nom FROM categories ORDER BY id LIMIT 3'));
