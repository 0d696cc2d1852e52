<?php
require 'lib/base.php';
header('Content-Type: text/csv; charset=utf-8');
foreach (lignes('SELECT id, nom, prix FROM produits ORDER BY id LIMIT 200') as $p) echo $p['id'] . ';"' . $p['nom'] . '";' . $p['prix'] . "\r\n";
