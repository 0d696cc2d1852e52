<?php
require '../lib/page.php';
head('Edit an order');
echo '<form method="post">';
foreach (rows('SHOW COLUMNS FROM orders') as $column) {
    $size = preg_match('/\((\d+)\)/', $column['Type'], $found) ? $found[1] : 255;
    echo '<label>' . $column['Field'] . ' <input name="' . $column['Field'] . '" maxlength="' . $size . '"></label>';
}
echo '</form>';
foot();
