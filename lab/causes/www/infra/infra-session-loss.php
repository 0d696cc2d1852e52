<?php
// headers: Cookie: PHPSESSID=zoe4c1f0d2a7b9e8
require '../lib/page.php';
$settings = require 'config/sessions.php';
if ($settings['path'] != '') session_save_path($settings['path']);
ini_set('session.gc_probability', '0');
session_start();
if (empty($_SESSION['customer'])) {
    header('Location: /login');
    exit;
}
head('Your orders');
row('Logged in as', $_SESSION['customer']);
table(rows("SELECT placed, product_id, quantity FROM orders WHERE customer = '" . $_SESSION['customer'] . "' ORDER BY id"));
foot();
