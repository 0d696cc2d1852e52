<?php
// ask: GET /control/loose-strict.php?colour=blue
require '../lib/page.php';
$colour = isset($_GET['colour']) ? (string) $_GET['colour'] : '';
head('Products by colour');
if ($colour === '' || $colour == 'all') {
    table(rows('SELECT name, price FROM products ORDER BY id'));
} elseif (in_array($colour, array('blue', 'brass', 'oak'), true)) {
    table(rows("SELECT name, price FROM products WHERE colour = '" . $colour . "' ORDER BY id"));
}
foot();
