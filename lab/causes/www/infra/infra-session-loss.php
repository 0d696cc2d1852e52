<?php
// ask: POST /infra/infra-session-loss.php login=zoe
// ask: GET /infra/infra-session-loss.php
require '../lib/page.php';
$settings = require 'config/sessions.php';
if ($settings['path'] != '') session_save_path($settings['path']);
session_start();
if (isset($_POST['login'])) {
    $_SESSION['customer'] = $_POST['login'];
    header('Location: /infra/infra-session-loss.php');
    exit;
}
if (empty($_SESSION['customer'])) {
    header('Location: /login');
    exit;
}
head('Your orders');
row('Logged in as', htmlspecialchars($_SESSION['customer'], ENT_QUOTES));
table(rows("SELECT placed, product_id, quantity FROM orders WHERE customer = '" . mysqli_real_escape_string(db(), $_SESSION['customer']) . "' ORDER BY id"));
foot();
