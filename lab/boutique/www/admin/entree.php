<?php
session_start();
if (empty($_SESSION['csrf'])) $_SESSION['csrf'] = md5(uniqid('', true));
if ($_SERVER['REQUEST_METHOD'] == 'POST' && $_POST['mot_de_passe'] === 'sesame' && $_POST['csrf_token'] === $_SESSION['csrf']) {
    session_regenerate_id(true);
    $_SESSION['admin'] = 1;
    header('Location: /admin/index.php');
    exit;
}
echo '<html><body><form method="post"><input type="hidden" name="csrf_token" value="' . $_SESSION['csrf'] . '"><input type="password" name="mot_de_passe"></form></body></html>';
