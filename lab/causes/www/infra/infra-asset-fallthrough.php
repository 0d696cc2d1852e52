<?php
// ask: GET /print.css
require '../lib/page.php';
header('Location: /print.css');
