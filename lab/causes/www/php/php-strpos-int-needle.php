<?php
require '../lib/page.php';
define('SEPARATOR', 59);
$lines = array('A-1;115.00', 'B-7;32.00', 'C-2;85.00');
$names = array();
foreach (rows('SELECT sku, name FROM products') as $product) $names[$product['sku']] = $product['name'];
head('Prices of our supplier');
foreach ($lines as $line) {
    $at = strpos($line, SEPARATOR);
    if ($at === false) {
        echo '<p class="error">Line skipped: ' . $line . '</p>';
        continue;
    }
    row($names[substr($line, 0, $at)], substr($line, $at + 1));
}
foot();
