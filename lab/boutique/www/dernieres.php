<?php
// Le plus cher de chaque rayon.
require 'lib/base.php';
echo '<html><body><h1>Les plus chers</h1><ul>';
foreach (lignes('SELECT categorie_id, nom, MAX(prix) AS prix FROM produits GROUP BY categorie_id ORDER BY categorie_id') as $l) echo '<li>' . h($l['nom']) . ' ' . $l['prix'] . '</li>';
echo '</ul></body></html>';
