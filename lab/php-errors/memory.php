<?php
ini_set('memory_limit', '8M');
$row = str_repeat('x', 64 * 1024 * 1024);
