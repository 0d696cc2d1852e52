<?php
$s = db()->real_escape_string(session_id());
if ($_SERVER['REQUEST_METHOD'] == 'POST') {
    if (!isset($_POST['csrf_token']) || $_POST['csrf_token'] !== $_SESSION['csrf']) {
        header('HTTP/1.0 403 Forbidden');
        echo '<h1>Formulaire expiré</h1>';
        return;
    }
    $adresse = db()->real_escape_string($_POST['adresse']);
    db()->query("INSERT INTO commandes (session, adresse, articles) SELECT '$s', '$adresse', COUNT(*) FROM paniers WHERE session = '$s'");
    $n = db()->insert_id;
    db()->query("DELETE FROM paniers WHERE session = '$s'");
    echo '<h1>Merci</h1><p><a href="/index.php?page=commande&amp;id=' . $n . '">Commande n° ' . $n . '</a></p>';
    echo '<form method="post" action="/index.php?page=commande"><input type="hidden" name="id" value="' . $n . '"></form>';
    return;
}
if (isset($_GET['id'])) {
    $c = lignes('SELECT adresse, articles FROM commandes WHERE id = ' . (int) $_GET['id'] . " AND session = '$s'");
    if (!$c) header('HTTP/1.0 404 Not Found');
    foreach ($c as $l) echo '<p>' . h($l['adresse']) . ' : ' . $l['articles'] . ' article(s)</p>';
    return;
}
echo '<form method="post"><input type="hidden" name="csrf_token" value="' . $_SESSION['csrf'] . '"><input name="adresse"></form>';
