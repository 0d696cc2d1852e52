<?php
require '../lib/page.php';
head('Customers');
require '../lib/cases/php-pdo-subclass-signature.inc.php';
$database = new ShopDatabase('mysql:host=' . getenv('DB_HOST') . ';port=' . getenv('DB_PORT') . ';dbname=' . getenv('DB_NAME') . ';charset=utf8', getenv('DB_USER'), getenv('DB_PASSWORD'));
foreach ($database->query('SELECT login, city FROM customers ORDER BY id') as $customer) {
    row($customer['login'], $customer['city']);
}
row('Queries', $database->queries);
foot();
