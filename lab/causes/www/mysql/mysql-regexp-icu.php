<?php
// ask: GET /mysql/mysql-regexp-icu.php?word=oar
require '../lib/page.php';
head('Search');
$word = mysqli_real_escape_string(db(), $_GET['word']);
table(rows("SELECT sku, name, price FROM products WHERE name REGEXP '[[:<:]]" . $word . "[[:>:]]' ORDER BY id"));
foot();
