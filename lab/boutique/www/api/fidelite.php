<?php
// Points de fidelite d'un client : rien ne les garde, sauf si on le demande.
header('Content-Type: application/json');
$duree = isset($_GET['duree']) ? $_GET['duree'] : 'aucune';
header($duree == 0 ? 'Cache-Control: private, no-store' : 'Cache-Control: public, max-age=3600');
echo json_encode(array('points' => 120));
