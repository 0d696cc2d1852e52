<?php
require '../lib/page.php';
head('Favourites');
$favourites = isset($_COOKIE['favourites']) ? explode(',', $_COOKIE['favourites']) : null;
foreach ($favourites as $sku) {
    row('Favourite', htmlspecialchars($sku));
}
table(rows('SELECT sku, name FROM products ORDER BY id LIMIT 3'));
foot();
