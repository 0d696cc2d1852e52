<?php
// Tri par priorite : a egalite, l'ordre etait celui de l'algorithme.
header('Content-Type: application/json');
$l = array();
for ($i = 0; $i < 24; $i++) $l[] = array('rang' => $i, 'priorite' => $i % 2);
usort($l, function ($a, $b) { return $a['priorite'] - $b['priorite']; });
echo json_encode($l);
