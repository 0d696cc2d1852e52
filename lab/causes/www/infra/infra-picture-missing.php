<?php
// shows: infra-local-uploads
require '../lib/page.php';
head('Pictures of our customers');
foreach (rows("SELECT name FROM products WHERE sku IN ('A-1', 'B-7') ORDER BY id") as $product) {
    $picture = 'uploads/' . strtolower($product['name']) . '.svg';
    if (file_exists($picture)) {
        echo '<p><img src="/infra/' . $picture . '" alt="' . $product['name'] . '"></p>';
    } else {
        row($product['name'], 'no picture yet');
    }
}
foot();
