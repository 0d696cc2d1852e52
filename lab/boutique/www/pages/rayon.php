<?php
$id = isset($_GET['id']) ? (int) $_GET['id'] : 1;
echo '<h1>Rayon</h1><ul>';
foreach (lignes("SELECT id, nom FROM produits WHERE categorie_id = $id ORDER BY id LIMIT 20") as $p) echo '<li><a href="/index.php?page=produit&amp;id=' . $p['id'] . '">' . h($p['nom']) . '</a></li>';
echo '</ul>';
