<?php
function match($value, $wanted) {
    return strtolower($value) === strtolower($wanted);
}

function matches_colour($product, $colour) {
    return match($product['colour'], $colour);
}
