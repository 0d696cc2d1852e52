<?php
// L'erreur est attrapee : la reponse est la meme partout.
header('Content-Type: application/json');
try {
    $r = 10 % (int) $_GET['d'];
} catch (Error $e) {
    $r = 0;
}
echo json_encode(array('reste' => $r));
