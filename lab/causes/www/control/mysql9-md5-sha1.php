<?php
require '../lib/page.php';
head('Links to unsubscribe');
table(rows("SELECT login, MD5(CONCAT(login, 'harbour')) AS link, SHA1(login) AS token FROM customers ORDER BY login"));
foot();
