<?php
require '../lib/page.php';
$base = 'http://' . $_SERVER['HTTP_HOST'];
header('Location: ' . $base . '/control/stable.php?from=' . urlencode($base . $_SERVER['REQUEST_URI']));
