<?php
// shows: infra-http2-host-scheme
// headers: X-Forwarded-Proto: https
require '../lib/page.php';
$settings = require 'config/proxies.php';
$secure = !empty($_SERVER['HTTPS']) || $settings['trusted'] && $_SERVER['HTTP_X_FORWARDED_PROTO'] == 'https';
if (!$secure) {
    header('Location: https://www.harbour-shop.example' . $_SERVER['REQUEST_URI'], true, 301);
    exit;
}
head('Log in');
echo '<form method="post"><input name="login"><input type="password" name="password"><input type="submit" value="Log in"></form>';
foot();
