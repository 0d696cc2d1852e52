<?php
// Page de mise au point : les erreurs s'affichent.
ini_set('display_errors', '1');
require '../lib/base.php';
echo "<html><body><h1>Diagnostic</h1>\n";
$n = lignes('SELECT COUNT(*) AS n FROM produits WHERE stock < 0');
$moyenne = 100 / (int) $n[0]['n'];
echo '<p>Moyenne : ' . $moyenne . '</p></body></html>';
