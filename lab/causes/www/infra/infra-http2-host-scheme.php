<?php
// headers: X-Forwarded-Proto: https
require '../lib/page.php';
$settings = require 'config/proxies.php';
$scheme = 'http';
if (!empty($_SERVER['HTTPS'])) $scheme = 'https';
if ($settings['trusted'] && isset($_SERVER['HTTP_X_FORWARDED_PROTO'])) $scheme = $_SERVER['HTTP_X_FORWARDED_PROTO'];
$base = $scheme . '://www.harbour-shop.example';
header('Link: <' . $base . '/infra/checkout>; rel="canonical"');
head('Checkout');
echo '<form method="post" action="' . $base . '/checkout/pay"><input type="submit" value="Pay"></form>';
echo '<p><a href="' . $base . '/basket">Back to the basket</a></p>';
foot();
