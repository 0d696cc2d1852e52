<?php
// shows: php-loose-comparison
require '../lib/page.php';
$hidden = array('admin', 'test');
head('Our customers');
foreach (rows('SELECT id, login, city FROM customers ORDER BY id') as $customer) {
    $group = $customer['id'] % 2 ? 0 : 1;
    if (in_array($group, $hidden)) continue;
    row($customer['login'], $customer['city']);
}
foot();
