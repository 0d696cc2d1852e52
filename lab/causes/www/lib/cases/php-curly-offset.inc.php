<?php
function first_letter($name) {
    return strtoupper($name{0});
}
