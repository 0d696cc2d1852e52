<?php
require '../lib/page.php';
head('Links to unsubscribe');
table(rows("SELECT email, MD5(CONCAT(email, 'harbour')) AS link, SHA1(email) AS token FROM newsletter ORDER BY email"));
foot();
