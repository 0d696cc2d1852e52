<?php
$id = isset($_GET['id']) ? (int) $_GET['id'] : 1;
foreach (lignes("SELECT * FROM produits WHERE id = $id") as $p) echo '<h1>' . h($p['nom']) . '</h1><p>' . $p['prix'] . ' €</p><img src="' . h($p['image']) . '">';
echo '<form method="post" action="/index.php?page=panier"><input type="hidden" name="csrf_token" value="' . $_SESSION['csrf'] . '"><input name="produit" value="' . $id . '"></form>';
