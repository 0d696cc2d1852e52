<?php
require '../lib/page.php';
head('Basket');
mysqli_query(db(), 'SET SESSION explicit_defaults_for_timestamp = 0');
if (mysqli_query(db(), 'CREATE TEMPORARY TABLE basket (sku VARCHAR(20) NOT NULL, put_in TIMESTAMP, paid TIMESTAMP) ENGINE=InnoDB')) {
    mysqli_query(db(), "INSERT INTO basket (sku, put_in) VALUES ('A-1', NULL), ('F-3', NULL)");
    table(rows("SELECT sku, IF(put_in > NOW() - INTERVAL 1 HOUR, 'reserved', 'free') AS state FROM basket ORDER BY sku"));
} else {
    row('No basket', mysqli_error(db()));
}
foot();
