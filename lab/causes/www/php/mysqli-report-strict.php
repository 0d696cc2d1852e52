<?php
require '../lib/page.php';
$connection = db_by_default();
head('Ratings');
$result = mysqli_query($connection, 'SELECT name, stars FROM products ORDER BY id');
if ($result) {
    while ($product = mysqli_fetch_assoc($result)) row($product['name'], $product['stars']);
} else {
    echo '<p class="none">No ratings yet.</p>';
}
foot();
