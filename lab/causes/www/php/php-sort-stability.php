<?php
require '../lib/page.php';

function by_colour($a, $b) {
    return strcmp($a['colour'], $b['colour']);
}

$offers = rows('SELECT p.colour, p.name, c.login FROM products p JOIN customers c ORDER BY p.id, c.id');
usort($offers, 'by_colour');
head('Offers for you');
echo '<ul>';
foreach ($offers as $offer) echo '<li>' . $offer['colour'] . ': ' . $offer['name'] . ' for ' . $offer['login'] . '</li>';
echo '</ul>';
foot();
