<?php
// ask: GET /control/gone/catalogue-2012.html
require '../lib/page.php';
