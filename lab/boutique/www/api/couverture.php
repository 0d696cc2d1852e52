<?php
// Jours de stock restants, calcules apres l'envoi du debut de la reponse.
require '../lib/base.php';
header('Content-Type: text/plain; charset=utf-8');
echo "Couverture\n";
flush();
$p = lignes('SELECT stock FROM produits WHERE id = ' . (int) $_GET['id']);
echo 'Jours : ' . round(365 / $p[0]['stock'], 2) . "\n";
