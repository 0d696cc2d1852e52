<?php
require 'db.php';
$wishes = ['ring' => 'twice'];
list(, $wish) = each($wishes);
db()->query("INSERT INTO orders (wish) VALUES ('ring $wish')");
header('Location: /orders.php', true, 302);
