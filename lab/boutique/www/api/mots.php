<?php
// Mots-cles : les arguments sont dans l'ancien ordre.
header('Content-Type: text/plain; charset=utf-8');
echo implode(array('miel', 'thé', 'café'), ', ') . "\n";
