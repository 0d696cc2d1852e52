<?php
require '../lib/page.php';
$pdo = new PDO('mysql:host=' . getenv('DB_HOST') . ';port=' . getenv('DB_PORT') . ';dbname=' . getenv('DB_NAME') . ';charset=utf8', getenv('DB_USER'), getenv('DB_PASSWORD'), array(
    PDO::MYSQL_ATTR_LOCAL_INFILE => true,
    PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT,
));
head('Import of prices');
$pdo->exec('CREATE TEMPORARY TABLE import_prices (sku VARCHAR(20), price DECIMAL(8,2)) ENGINE=InnoDB DEFAULT CHARSET=utf8');
$lines = $pdo->exec("LOAD DATA LOCAL INFILE '" . __DIR__ . "/prices.csv' INTO TABLE import_prices FIELDS TERMINATED BY ';'");
$error = $pdo->errorInfo();
row('Lines', $lines === false ? 'none: ' . $error[2] : $lines);
table($pdo->query('SELECT sku, price FROM import_prices ORDER BY sku')->fetchAll(PDO::FETCH_ASSOC));
foot();
