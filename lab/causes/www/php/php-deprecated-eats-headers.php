<?php
// ask: POST /php/php-deprecated-eats-headers.php login=zoe
// also: php-null-to-internal
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);
$login = trim($_POST['login']);
$remember = trim(isset($_POST['remember']) ? $_POST['remember'] : null);
$found = rows("SELECT login, city FROM customers WHERE login = '" . mysqli_real_escape_string(db(), $login) . "'");
if ($found) {
    setcookie('customer', $found[0]['login'], 0, '/');
    setcookie('remember', $remember === '' ? 'no' : 'yes', 0, '/');
    header('Location: /account');
    exit;
}
head('Login');
row('Login', 'unknown');
foot();
