<?php
require '../lib/page.php';
head('Orders by the clock of the harbour');
foreach (rows("SELECT sku, CONVERT_TZ(added, '+00:00', 'Europe/Paris') AS local FROM products ORDER BY id LIMIT 3") as $product) {
    row($product['sku'], date('d/m/Y H:i', strtotime((string) $product['local'])));
}
foot();
