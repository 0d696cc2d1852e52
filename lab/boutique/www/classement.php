<?php
// Classement par note.
require 'lib/base.php';
echo '<html><body><h1>Classement</h1><ol>';
foreach (lignes('SELECT id, note AS rank FROM produits ORDER BY note DESC, id LIMIT 5') as $l) echo '<li>' . $l['id'] . ' ' . $l['rank'] . '</li>';
echo '</ol></body></html>';
