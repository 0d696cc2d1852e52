<?php
// Les adresses des images viennent de la base, avec l'ancien nom du site.
require 'lib/base.php';
echo '<html><body><h1>Galerie</h1>';
foreach (lignes('SELECT id, image FROM produits ORDER BY id LIMIT 6') as $l) echo '<img src="' . h($l['image']) . '" alt="' . $l['id'] . '">';
echo '</body></html>';
