<?php
$zero = 0;
echo 10 % $zero;
