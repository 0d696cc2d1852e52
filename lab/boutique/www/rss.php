<?php
require 'lib/base.php';
header('Content-Type: application/rss+xml; charset=utf-8');
echo '<?xml version="1.0"?><rss version="2.0"><channel><title>La Boutique</title>';
foreach (lignes('SELECT id, nom FROM produits ORDER BY id DESC LIMIT 20') as $p) echo '<item><title>' . h($p['nom']) . '</title></item>';
echo '</channel></rss>';
