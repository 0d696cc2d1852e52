<?php
require '../lib/page.php';
head('Import of stock');
$file = dirname(__DIR__) . '/lib/cases/stock.csv';
if (mysqli_query(db(), "LOAD DATA LOCAL INFILE '$file' INTO TABLE stock_import FIELDS TERMINATED BY ',' (sku, stock)")) {
    row('Lines', mysqli_affected_rows(db()));
} else {
    echo '<p class="error">The import failed: ' . htmlspecialchars(mysqli_error(db()), ENT_QUOTES) . '</p>';
}
foot();
