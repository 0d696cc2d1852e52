<?php
// ask: GET /infra/uploads/anchor.svg
require '../lib/page.php';
head('Pictures of our customers');
foreach (rows('SELECT sku, name FROM products ORDER BY id LIMIT 1') as $product) {
    echo '<p><img src="/infra/uploads/' . strtolower($product['name']) . '.svg" alt="' . $product['name'] . '"></p>';
}
foot();
