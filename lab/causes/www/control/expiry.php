<?php
require '../lib/page.php';
header('Expires: ' . gmdate('D, d M Y H:i:s', time() + 3600) . ' GMT');
header('Last-Modified: ' . gmdate('D, d M Y H:i:s') . ' GMT');
setcookie('seen', (string) time(), time() + 86400, '/');
head('Opening hours');
row('Monday to Friday', '9 to 18');
row('Page made', date('H:i:s'));
foot();
