<?php
// shows: infra-htaccess
require '../lib/page.php';
$guarded = require 'config/guarded.php';
if (in_array('/infra/infra-access-lost.php', $guarded) && empty($_SERVER['PHP_AUTH_USER'])) {
    header('HTTP/1.1 401 Unauthorized');
    header('WWW-Authenticate: Basic realm="Harbour Shop"');
    head('Staff only');
    foot();
    exit;
}
head('Sales of the year');
table(rows('SELECT customer, SUM(quantity) AS sold FROM orders GROUP BY customer ORDER BY customer'));
foot();
