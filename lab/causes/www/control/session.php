<?php
require '../lib/page.php';
session_start();
$_SESSION['seen'] = isset($_SESSION['seen']) ? $_SESSION['seen'] + 1 : 1;
head('Welcome');
row('Visits', $_SESSION['seen']);
table(rows('SELECT name, price FROM products ORDER BY id LIMIT 3'));
foot();
