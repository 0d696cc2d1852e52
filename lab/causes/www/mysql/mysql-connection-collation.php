<?php
require '../lib/page.php';
head('Names that look alike');
mysqli_set_charset(db(), 'utf8mb4');
$same = rows("SELECT 'Weiss' = 'Weiß' AS same, 'Weiss' = 'weiss' AS small");
row('Weiss and Weiß', $same[0]['same'] ? 'one customer' : 'two customers');
row('Weiss and weiss', $same[0]['small'] ? 'one customer' : 'two customers');
foot();
