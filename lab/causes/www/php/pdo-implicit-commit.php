<?php
require '../lib/page.php';
head('Import of prices');
$shop = pdo();
$shop->beginTransaction();
$shop->exec('CREATE TABLE IF NOT EXISTS price_import (sku VARCHAR(20) NOT NULL, price DECIMAL(8,2) NOT NULL)');
$known = $shop->query('SELECT COUNT(*) FROM products p JOIN price_import i ON i.sku = p.sku')->fetchColumn();
$shop->commit();
row('Prices changed', $known);
foot();
