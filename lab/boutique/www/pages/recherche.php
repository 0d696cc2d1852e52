<?php
$q = isset($_GET['q']) ? $_GET['q'] : '';
echo '<h1>Recherche</h1><p>' . h($q) . '</p><ul>';
foreach (lignes("SELECT id, nom FROM produits WHERE nom LIKE '%" . db()->real_escape_string($q) . "%' ORDER BY id LIMIT 15") as $p) echo '<li>' . h($p['nom']) . '</li>';
echo '</ul>';
