<?php
use Harbour\ Units as Units;

function weight_text($kilograms) {
    return number_format($kilograms, 1) . (class_exists('Units') ? ' lb' : ' kg');
}
