<?php
// shows: php-numeric-trailing-space
// ask: GET /php/php-space-equal.php?voucher=2021+
require '../lib/page.php';
$voucher = isset($_GET['voucher']) ? $_GET['voucher'] : '';
head('Voucher');
$found = false;
foreach (rows('SELECT DISTINCT YEAR(placed) AS code FROM orders') as $valid) {
    if ($voucher == $valid['code']) $found = true;
}
echo $found ? '<p>Your voucher takes 5.00 off.</p>' : '<p class="error">We do not know this voucher.</p>';
foot();
