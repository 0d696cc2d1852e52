<?php
require '../lib/page.php';
head('Catalogue for print');
$print = rows("SELECT REPEAT('Harbour Shop ', 400000) AS text");
row('Letters', strlen((string) $print[0]['text']));
foot();
