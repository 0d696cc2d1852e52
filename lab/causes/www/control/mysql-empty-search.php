<?php
require '../lib/page.php';
head('Search');
table(rows("SELECT sku FROM products WHERE name LIKE '%submarine%'"));
$wrong = mysqli_query(db(), 'SELECT flavour FROM products');
row('Flavours', $wrong ? 'listed' : mysqli_error(db()));
foot();
