<?php
require '../lib/page.php';
$jar = tempnam(sys_get_temp_dir(), 'jar');
$handle = curl_init('file://' . dirname(__DIR__) . '/style.css');
curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
curl_setopt($handle, CURLOPT_COOKIEJAR, $jar);
curl_setopt($handle, CURLOPT_COOKIELIST, 'Set-Cookie: supplier=4711; domain=supplier.example; path=/');
curl_exec($handle);
curl_close($handle);
$login = strpos(file_get_contents($jar), 'supplier') !== false;
head('Order at our supplier');
echo $login ? '<p>Logged in, 3 lines were sent.</p>' : '<p class="error">Please log in at the supplier first.</p>';
unset($handle);
unlink($jar);
foot();
