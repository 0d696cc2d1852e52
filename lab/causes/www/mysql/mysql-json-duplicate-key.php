<?php
require '../lib/page.php';
head('Feed of a supplier');
$line = '{"sku": "B-7", "price": 35.5, "stock": 4, "price": 29.9}';
$feed = rows("SELECT JSON_UNQUOTE(JSON_EXTRACT(CAST('$line' AS JSON), '$.price')) AS price");
row('Buoy', $feed[0]['price'] . ' EUR');
foot();
