<?php
function offer_of(&$into, $products) {
    $into['offer_name'] = $products[0]['name'];
    $into['offer_price'] = $products[0]['price'];
}
