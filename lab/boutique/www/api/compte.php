<?php
// Compte les articles d'un panier qui n'existe pas encore.
header('Content-Type: application/json');
$articles = null;
echo json_encode(array('articles' => @count($articles)));
