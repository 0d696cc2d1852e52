<?php
namespace Harbour \ Tax;

function with_tax($net) {
    return number_format($net * 1.2, 2);
}
