<?php
// shows: php-format-arguments
require '../lib/page.php';
head('Remises');
$texts = array('Buoy' => 'remise de %d%% pour %s', 'Oar' => 'remise de 15 %');
foreach (rows("SELECT name, discount FROM products WHERE name IN ('Buoy', 'Oar') ORDER BY id") as $product) {
    row($product['name'], sprintf($texts[$product['name']], $product['discount'], 'la mer'));
}
foot();
