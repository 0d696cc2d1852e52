<?php
// Le texte est prepare pour une page, mais il part en JSON.
header('Content-Type: application/json');
echo json_encode(array('slogan' => htmlspecialchars("L'épicerie de l'été")));
