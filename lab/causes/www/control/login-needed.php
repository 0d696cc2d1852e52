<?php
require '../lib/page.php';
session_start();
if (empty($_SESSION['customer'])) {
    header('Location: /login?back=' . urlencode('/control/login-needed.php'));
    exit;
}
head('Your orders');
foot();
