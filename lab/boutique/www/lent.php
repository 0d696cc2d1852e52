<?php
// Lente sur les deux versions : la requete depend de l'heure, donc rien ne la garde.
require 'lib/base.php';
$l = lignes('SELECT COUNT(*) AS n FROM lignes WHERE quantite > 0 AND NOW() > 0');
echo '<html><body><p>' . $l[0]['n'] . " lignes</p></body></html>\n";
