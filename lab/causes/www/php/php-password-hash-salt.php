<?php
// ask: POST /php/php-password-hash-salt.php login=zoe&password=seagull
require '../lib/page.php';
head('Login');
$stored = array('zoe' => '$2y$06$aGFyYm91ci1zaG9wLXNpbeY5akcqH9eRT.EnRT.fWPTN1hrADMW7u');
$hash = password_hash($_POST['password'], PASSWORD_BCRYPT, array('cost' => 6, 'salt' => 'harbour-shop-since-2012'));
if (isset($stored[$_POST['login']]) && $stored[$_POST['login']] === $hash) {
    row('Welcome', htmlspecialchars($_POST['login']));
    table(rows("SELECT login, city FROM customers WHERE login = 'zoe'"));
} else {
    row('Login', 'wrong name or password');
}
foot();
