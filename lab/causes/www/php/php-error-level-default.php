<?php
// ask: GET /defaults/pictures.php
require dirname(dirname(__FILE__)) . '/lib/page.php';
head('Pictures');
$pictures = array('A-1' => 'anchor.small.png', 'B-7' => 'buoy.jpg');
foreach (rows('SELECT sku, name FROM products ORDER BY id LIMIT 2') as $product) {
    $type = end(explode('.', $pictures[$product['sku']]));
    row($product['name'], 'picture of type ' . $type);
}
foot();
