<?php
require '../lib/page.php';
head('Votre panier');
$texts = array('basket' => 'Vous avez %d articles pour %s euros, livraison %s');
$sum = rows('SELECT SUM(quantity) AS pieces, SUM(quantity * price) AS total FROM orders JOIN products ON products.id = product_id');
$line = sprintf($texts['basket'], $sum[0]['pieces'], $sum[0]['total']);
row('Panier', $line ? $line : 'vide');
foot();
