<?php
require '../lib/page.php';

function shop_error($number, $text) {
    if (error_reporting() == 0) {
        return true;
    }
    echo '<div class="error">Sorry, something went wrong: ' . htmlspecialchars($text) . '</div>';
    return true;
}

set_error_handler('shop_error');
head('News');
$lines = @file('news-of-today.txt');
row('News', $lines ? count($lines) . ' lines' : 'none today');
table(rows('SELECT name, price FROM products ORDER BY added DESC LIMIT 2'));
foot();
