<?php
require '../lib/page.php';
head('Backup');
$tables = rows("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN ('customers', 'orders', 'products') ORDER BY table_name");
echo '<ul>';
foreach ($tables as $table) echo '<li>' . $table['table_name'] . '.sql</li>';
echo '</ul>';
foot();
