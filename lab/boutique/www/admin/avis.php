<?php
// Avis de la maison : on en crée un, puis on le corrige.
require '../lib/base.php';
session_start();
if (empty($_SESSION['admin'])) { header('Location: /admin/entree.php'); exit; }
if ($_SERVER['REQUEST_METHOD'] == 'POST') {
    if ($_POST['csrf_token'] !== $_SESSION['csrf']) { header('HTTP/1.0 403 Forbidden'); exit('Formulaire expiré'); }
    $texte = db()->real_escape_string($_POST['texte']);
    $id = (int) (isset($_POST['id']) ? $_POST['id'] : 0);
    if ($id) {
        db()->query("UPDATE avis SET texte = '$texte' WHERE id = $id");
        if (db()->affected_rows == 0) { header('HTTP/1.0 404 Not Found'); exit('Avis inconnu'); }
    } else {
        db()->query("INSERT INTO avis (texte) VALUES ('$texte')");
        $id = db()->insert_id;
    }
    header('Location: /admin/avis.php?id=' . $id);
    exit;
}
$a = isset($_GET['id']) ? lignes('SELECT id, texte FROM avis WHERE id = ' . (int) $_GET['id']) : array();
if (isset($_GET['id']) && !$a) header('HTTP/1.0 404 Not Found');
echo '<html><body><form method="post"><input type="hidden" name="csrf_token" value="' . $_SESSION['csrf'] . '">';
foreach ($a as $l) echo '<input type="hidden" name="id" value="' . $l['id'] . '"><textarea name="texte">' . h($l['texte']) . '</textarea>';
echo '</form></body></html>';
