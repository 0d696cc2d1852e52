<?php
require '../lib/page.php';
head('Value per article in stock');
mysqli_query(db(), 'CREATE TEMPORARY TABLE stock_value (name VARCHAR(80), each_one DECIMAL(10,2) NULL) ENGINE=InnoDB');
mysqli_query(db(), 'INSERT INTO stock_value SELECT name, price / stock FROM products WHERE id <= 4');
table(rows('SELECT name, each_one FROM stock_value ORDER BY name'));
foot();
