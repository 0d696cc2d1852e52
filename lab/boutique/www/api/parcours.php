<?php
// Parcours d'un tableau a l'ancienne.
header('Content-Type: text/plain; charset=utf-8');
$prix = array('miel' => 5, 'cafe' => 7);
while (list($nom, $montant) = each($prix)) echo "$nom=$montant\n";
