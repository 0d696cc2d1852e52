<?php
require '../lib/page.php';
head('Voucher codes');
table(rows("SELECT login, HEX(ENCODE(login, 'harbour')) AS voucher FROM customers ORDER BY login"));
foot();
