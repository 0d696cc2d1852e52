<?php
require '../lib/base.php';
header('Content-Type: application/json');
$s = pdo()->prepare('SELECT id, nom, stock, prix FROM produits WHERE id = ?');
$s->execute(array((int) $_GET['id']));
echo json_encode($s->fetch(PDO::FETCH_ASSOC));
