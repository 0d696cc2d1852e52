<?php
function price_text($currency = 'EUR', $price) {
    return number_format($price, 2) . ' ' . $currency;
}
