<?php
require '../lib/page.php';
head('Schema check');
$wanted = array('login' => 'utf8', 'city' => 'utf8');
foreach (rows("SELECT COLUMN_NAME AS name, CHARACTER_SET_NAME AS charset FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME = 'customers' AND CHARACTER_SET_NAME IS NOT NULL ORDER BY ORDINAL_POSITION") as $column) {
    row($column['name'], $column['charset'] == $wanted[$column['name']] ? 'ok' : 'is ' . $column['charset'] . ', please convert');
}
foot();
