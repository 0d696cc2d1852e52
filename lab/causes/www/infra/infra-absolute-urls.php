<?php
// headers: Host: www.harbour-shop.example
require '../lib/page.php';
head('News');
foreach (rows('SELECT title, body FROM news ORDER BY id') as $item) {
    echo '<h2>' . $item['title'] . '</h2>' . $item['body'];
}
foot();
