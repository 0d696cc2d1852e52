<?php
function __autoload($class) {
    require dirname(__FILE__) . '/' . strtolower($class) . '.class.php';
}
