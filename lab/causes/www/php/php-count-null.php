<?php
require '../lib/page.php';
head('Your basket');
$basket = isset($_COOKIE['basket']) ? explode('|', $_COOKIE['basket']) : null;
if (count($basket) == 0) {
    echo '<p>Your basket is empty. Others bought:</p>';
    table(rows('SELECT name, price FROM products WHERE stock > 10 ORDER BY id'));
} else {
    row('Articles', count($basket));
}
foot();
