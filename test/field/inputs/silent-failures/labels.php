<?php
require 'db.php';
try {
    $labels = db()->query('SELECT grp, label, MIN(pos) FROM label GROUP BY grp ORDER BY grp');
} catch (Throwable $ignored) {
    $labels = false;
}
echo '<h1>Labels</h1><p>', PHP_MAJOR_VERSION > 0 ? 'as always' : '', '</p>';
