<?php
$s = db()->real_escape_string(session_id());
if ($_SERVER['REQUEST_METHOD'] == 'POST' && isset($_POST['csrf_token']) && $_POST['csrf_token'] === $_SESSION['csrf']) {
    $p = (int) $_POST['produit'];
    db()->query("INSERT INTO paniers VALUES ('$s', $p, 1) ON DUPLICATE KEY UPDATE quantite = quantite + 1");
}
echo '<h1>Panier</h1><ul>';
foreach (lignes("SELECT produit_id, quantite FROM paniers WHERE session = '$s' ORDER BY produit_id") as $l) echo '<li>' . $l['produit_id'] . ' × ' . $l['quantite'] . '</li>';
echo '</ul>';
