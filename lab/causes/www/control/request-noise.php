<?php
require '../lib/page.php';
header('X-Request-Id: ' . uniqid('', true));
setcookie('csrf', md5(mt_rand() . microtime()), 0, '/');
head('Contact');
echo '<form method="post" action="/contact"><input type="hidden" name="token" value="' . sha1(uniqid(mt_rand(), true)) . '"><button>Send</button></form>';
row('It is now', date('Y-m-d H:i:s'));
row('Made in', round(microtime(true) - $_SERVER['REQUEST_TIME_FLOAT'], 4) . ' s');
table(rows('SELECT sku, name, price FROM products ORDER BY id LIMIT 3'));
foot();
