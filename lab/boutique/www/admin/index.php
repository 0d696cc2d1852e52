<?php
require '../lib/base.php';
session_start();
if (empty($_SESSION['admin'])) { header('Location: /admin/entree.php'); exit; }
$n = lignes('SELECT COUNT(*) AS n FROM paniers');
echo '<html><body><h1>Administration</h1><p>' . $n[0]['n'] . ' lignes de panier</p></body></html>';
