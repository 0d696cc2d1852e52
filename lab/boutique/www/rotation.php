<?php
// La page est envoyee au fil de l'eau.
require 'lib/base.php';
echo "<html><body><h1>Rotation des stocks</h1>\n";
flush();
foreach (lignes('SELECT id, prix, stock FROM produits WHERE id BETWEEN 95 AND 105 ORDER BY id') as $p) {
    echo '<p>' . $p['id'] . ' : ' . round($p['prix'] / $p['stock'], 3) . "</p>\n";
    flush();
}
echo '<p>Fin</p></body></html>';
