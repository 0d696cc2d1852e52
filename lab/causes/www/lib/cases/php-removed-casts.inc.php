<?php
function in_pounds($kilograms) {
    return round((real) $kilograms * 2.2046, 1);
}
