<?php
function set_setting($name, $value) {
    $settings = &$GLOBALS;
    $settings[$name] = $value;
}
