<?php
require '../lib/page.php';
$pdo = new PDO('mysql:host=' . getenv('DB_HOST') . ';port=' . getenv('DB_PORT') . ';dbname=' . getenv('DB_NAME') . ';charset=utf8', getenv('DB_USER'), getenv('DB_PASSWORD'), array(
    PDO::MYSQL_ATTR_INIT_COMMAND => "SET SESSION sql_mode='NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION'",
));
head('Products in blue');
table($pdo->query("SELECT sku, name, price FROM products WHERE colour = 'blue' ORDER BY id")->fetchAll(PDO::FETCH_ASSOC));
foot();
