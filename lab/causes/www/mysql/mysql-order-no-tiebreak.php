<?php
require '../lib/page.php';
head('Reviews with the fewest stars');
foreach (rows('SELECT id, title, body FROM reviews ORDER BY stars LIMIT 4') as $review) {
    echo '<h2>' . $review['title'] . '</h2><p>' . $review['body'] . '</p>';
}
foot();
