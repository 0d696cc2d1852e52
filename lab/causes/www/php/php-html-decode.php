<?php
// shows: php-html-quote-default
require '../lib/page.php';
header('Content-Type: text/plain; charset=utf-8');
echo "customer\tmessage\n";
foreach (rows('SELECT customer, note FROM orders ORDER BY id LIMIT 4') as $order) {
    $stored = htmlspecialchars($order['customer'], ENT_QUOTES) . '&#039;s order &amp; ' . ($order['note'] ? $order['note'] : 'nothing else');
    echo $order['customer'] . "\t" . html_entity_decode($stored) . "\n";
}
