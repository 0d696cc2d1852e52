<?php
// La colonne a ete renommee, la page non : la liste etait vide depuis.
require 'lib/base.php';
echo '<html><body><h1>Promotions</h1><ul>';
foreach (lignes('SELECT id, promotion FROM produits ORDER BY id LIMIT 5') as $l) echo '<li>' . $l['id'] . '</li>';
echo '</ul></body></html>';
