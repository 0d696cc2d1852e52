<?php
require '../lib/page.php';
$shop = new PDO('mysql:host=' . getenv('DB_HOST') . ';port=' . getenv('DB_PORT') . ';dbname=' . getenv('DB_NAME'), getenv('DB_USER'), getenv('DB_PASSWORD'));
head('Wish list');
$wishes = $shop->query("SELECT product_id FROM orders WHERE wished_by = 'mia'");
if ($wishes) {
    row('Wishes', $wishes->rowCount());
} else {
    echo '<p class="none">Your wish list is empty.</p>';
}
foot();
