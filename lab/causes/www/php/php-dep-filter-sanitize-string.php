<?php
// ask: GET /php/php-dep-filter-sanitize-string.php?q=%3Cb%3Erope%3C/b%3E
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
head('Search');
$q = filter_input(INPUT_GET, 'q', FILTER_SANITIZE_STRING);
row('You looked for', $q);
table(rows("SELECT sku, name, price FROM products WHERE name = '" . mysqli_real_escape_string(db(), $q) . "'"));
foot();
