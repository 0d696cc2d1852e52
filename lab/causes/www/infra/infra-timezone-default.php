<?php
// ask: GET /infra/deliveries/
require dirname(__FILE__) . '/../lib/page.php';
date_default_timezone_set(ini_get('date.timezone'));
head('Deliveries');
foreach (array('Anchor' => 1609840800, 'Dinghy' => 1625093100, 'Rope' => 1640991600) as $name => $time) {
    row($name, '<time datetime="' . date('c', $time) . '">' . date('D j M Y, H:i', $time) . '</time>');
}
foot();
