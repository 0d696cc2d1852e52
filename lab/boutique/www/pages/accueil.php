<?php
echo '<h1>Bienvenue</h1><ul>';
foreach (lignes('SELECT id, nom, prix FROM produits ORDER BY prix DESC, id LIMIT 12') as $p) echo '<li>' . h($p['nom']) . ' ' . $p['prix'] . ' €</li>';
echo '</ul>';
