<?php
// ask: GET /infra/colours/orange
require '../lib/page.php';
$colour = isset($_GET['colour']) ? $_GET['colour'] : 'blue';
head('Everything in ' . htmlspecialchars($colour, ENT_QUOTES));
table(rows("SELECT sku, name, price FROM products WHERE colour = '" . mysqli_real_escape_string(db(), $colour) . "' ORDER BY id"));
foot();
