<?php
// Modulo par zero : une erreur sur les deux versions, donc pas une regression.
header('Content-Type: application/json');
echo 5 % (int) $_GET['d'];
