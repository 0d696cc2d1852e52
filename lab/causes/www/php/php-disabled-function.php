<?php
require '../lib/page.php';
head('About this shop');
$load = shell_exec('uptime');
row('Load of the server', $load ? trim($load) : 'not known');
table(rows('SELECT COUNT(*) AS products, SUM(stock) AS pieces FROM products'));
foot();
