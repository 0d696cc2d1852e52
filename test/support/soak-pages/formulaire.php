<?php
// A form as shops have it: a session under a name of its own, a token that is good for one post, a compressed page.
session_name($_GET['session']);
session_start();
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $good = isset($_SESSION['jeton']) && $_POST['jeton'] === $_SESSION['jeton'];
    unset($_SESSION['jeton']);
    if (!$good) {
        http_response_code(403);
        exit('Formulaire expiré');
    }
    $_SESSION['envois'] = ($_SESSION['envois'] ?? 0) + 1;
    header('Location: /formulaire.php?session=' . $_GET['session']);
    exit;
}
if (extension_loaded('zlib')) ob_start('ob_gzhandler');
$_SESSION['jeton'] = bin2hex(random_bytes(16));
setcookie('vu', (string) time(), time() + 3600, '/');
echo '<html><head><title>Contact</title></head><body><p>Messages : ' . ($_SESSION['envois'] ?? 0) . '</p>';
echo '<form method="post"><input type="hidden" name="jeton" value="' . $_SESSION['jeton'] . '"><textarea name="message"></textarea></form></body></html>';
