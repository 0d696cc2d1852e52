<?php
// Connexions partagees. mysqli pour le site, PDO pour l'API, comme au fil des annees.
function db() {
    static $m = null;
    if ($m === null) {
        $m = new mysqli(getenv('DB_HOST'), getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'), (int) getenv('DB_PORT'));
        $m->set_charset('utf8');
    }
    return $m;
}
function pdo() {
    static $p = null;
    if ($p === null) {
        $p = new PDO('mysql:host=' . getenv('DB_HOST') . ';port=' . getenv('DB_PORT') . ';dbname=' . getenv('DB_NAME') . ';charset=utf8', getenv('DB_USER'), getenv('DB_PASSWORD'));
        $p->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    }
    return $p;
}
function lignes($sql) {
    $r = db()->query($sql);
    $tout = array();
    while ($r && ($l = $r->fetch_assoc())) $tout[] = $l;
    return $tout;
}
function h($s) { return htmlspecialchars($s, ENT_QUOTES, 'UTF-8'); }
