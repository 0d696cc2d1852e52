<?php
require '../lib/page.php';
$allowed = array('text/plain', 'application/vnd.ms-excel');
$list = "sku,name,price\nA-1,Anchor,115.00\nB-7,Buoy,32.00\nC-2,Compass,85.00\nD-9,Dinghy,950.00\n";
$info = new finfo(FILEINFO_MIME_TYPE);
$type = $info->buffer($list);
head('Price list of our supplier');
if (!in_array($type, $allowed)) {
    echo '<p class="error">This file cannot be read, please send a text file.</p>';
} else {
    row('Lines read', substr_count($list, "\n") - 1);
}
foot();
