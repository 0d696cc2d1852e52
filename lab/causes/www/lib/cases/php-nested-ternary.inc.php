<?php
function availability($stock) {
    return $stock > 5 ? 'in stock' : $stock > 0 ? 'last pieces' : 'sold out';
}
