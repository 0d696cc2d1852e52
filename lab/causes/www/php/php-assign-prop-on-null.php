<?php
require '../lib/page.php';
$found = rows("SELECT login, city FROM customers WHERE login = 'nobody'");
$user = $found ? (object) $found[0] : null;
$user->language = 'en';
$user->currency = 'EUR';
head('Your account');
row('Language', $user->language);
row('Currency', $user->currency);
row('Name', isset($user->login) ? $user->login : 'guest');
foot();
