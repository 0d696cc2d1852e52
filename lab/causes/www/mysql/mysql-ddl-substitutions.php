<?php
require '../lib/page.php';
head('Compare');
if (mysqli_query(db(), 'CREATE TEMPORARY TABLE compare_list (sku VARCHAR(20) NOT NULL, price DECIMAL(8,2) NOT NULL) ENGINE=BDB')) {
    mysqli_query(db(), "INSERT INTO compare_list SELECT sku, price FROM products WHERE colour = 'brass'");
    table(rows('SELECT sku, price FROM compare_list ORDER BY price'));
} else {
    echo '<p class="error">You cannot compare products at the moment.</p>';
}
foot();
