<?php
// shows: php-nested-ternary
require '../lib/page.php';
require '../lib/cases/php-nested-ternary-short.inc.php';
head('Notes');
foreach (rows('SELECT customer, note, placed FROM orders ORDER BY id LIMIT 4') as $order) {
    row($order['customer'], note_text($order));
}
foot();
