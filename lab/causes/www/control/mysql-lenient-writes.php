<?php
require '../lib/page.php';
head('Import with care');
mysqli_query(db(), 'CREATE TEMPORARY TABLE careful (sku VARCHAR(20) PRIMARY KEY, stock INT NOT NULL DEFAULT 0) ENGINE=InnoDB');
mysqli_query(db(), "INSERT IGNORE INTO careful VALUES ('A-1', 'many'), ('A-1', 2)");
mysqli_query(db(), "INSERT INTO careful VALUES ('B-7', 4) ON DUPLICATE KEY UPDATE stock = VALUES(stock)");
mysqli_query(db(), "INSERT INTO careful VALUES ('B-7', 9) ON DUPLICATE KEY UPDATE stock = VALUES(stock)");
mysqli_query(db(), "REPLACE INTO careful SET sku = 'F-3'");
table(rows('SELECT sku, stock FROM careful ORDER BY sku'));
foot();
