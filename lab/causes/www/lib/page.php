<?php
// Shared by every page: the head, the menu, the foot, and the database, as they grew over the years.
date_default_timezone_set('Europe/Paris');

function head($title) {
    header('Content-Type: text/html; charset=utf-8');
    echo '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>' . $title . ' - Harbour Shop</title>';
    echo '<link rel="stylesheet" href="/style.css"></head><body>';
    echo '<header><a href="/">Harbour Shop</a></header><nav><ul><li><a href="/list">Products</a></li><li><a href="/basket">Basket</a></li></ul></nav>';
    echo '<main><h1>' . $title . '</h1>';
}

function foot() {
    echo '</main><footer><p>Harbour Shop, 12 Quay Street. Prices include tax.</p></footer></body></html>';
}

function row($label, $value) {
    echo '<p class="row"><span class="label">' . $label . '</span> <span class="value">' . $value . '</span></p>';
}

function db() {
    mysqli_report(MYSQLI_REPORT_OFF);
    return db_by_default();
}

function db_by_default() {
    static $m = null;
    if ($m === null) {
        $m = mysqli_connect(getenv('DB_HOST'), getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'), (int) getenv('DB_PORT'));
        mysqli_set_charset($m, 'utf8');
    }
    return $m;
}

function pdo() {
    static $p = null;
    if ($p === null) {
        $p = new PDO('mysql:host=' . getenv('DB_HOST') . ';port=' . getenv('DB_PORT') . ';dbname=' . getenv('DB_NAME') . ';charset=utf8', getenv('DB_USER'), getenv('DB_PASSWORD'));
        $p->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_SILENT);
    }
    return $p;
}

// Rows as the shop always read them: an error leaves the list empty.
function rows($sql) {
    $result = mysqli_query(db(), $sql);
    $all = array();
    while ($result && ($row = mysqli_fetch_assoc($result))) $all[] = $row;
    return $all;
}

function table($rows) {
    if (!$rows) { echo '<p class="none">Nothing here.</p>'; return; }
    echo '<table><tr><th>' . implode('</th><th>', array_keys($rows[0])) . '</th></tr>';
    foreach ($rows as $row) echo '<tr><td>' . implode('</td><td>', array_map('htmlspecialchars', array_map('strval', $row))) . '</td></tr>';
    echo '</table>';
}
