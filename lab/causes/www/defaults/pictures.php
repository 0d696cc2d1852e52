<?php
require dirname(dirname(__FILE__)) . '/php/php-error-level-default.php';
