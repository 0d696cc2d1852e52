<?php
// A page whose every statement holds the marker that its request brought: the truth about whose statements are whose.
mysqli_report(MYSQLI_REPORT_OFF);
$marker = preg_replace('/\W/', '', $_GET['m']);
$kind = $_GET['page'] ?? 'mysqli';
$own = (int) ($_GET['n'] ?? 4);
function asked($db, $marker, $n) {
    for ($i = 0; $i < $n; $i++) $db->query("SELECT '$marker' AS marker, $i AS n, SLEEP(" . mt_rand(0, 3) / 1000 . ')');
}
function mysqli_to_tap($prefix = '') {
    return new mysqli($prefix . getenv('DB_HOST'), getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'), (int) getenv('DB_PORT'));
}
function pdo_to_tap() {
    return new PDO('mysql:host=' . getenv('DB_HOST') . ';port=' . getenv('DB_PORT') . ';dbname=' . getenv('DB_NAME'), getenv('DB_USER'), getenv('DB_PASSWORD'));
}
usleep(mt_rand(0, 1500));
if ($kind === 'mysqli') asked(mysqli_to_tap(), $marker, $own);
if ($kind === 'portless') asked(new mysqli(getenv('DB_HOST'), getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME')), $marker, 4);
if ($kind === 'pdo') asked(pdo_to_tap(), $marker, $own);
if ($kind === 'two') { $a = mysqli_to_tap(); asked($a, $marker, 2); asked(pdo_to_tap(), $marker, 2); }
if ($kind === 'persistent') asked(mysqli_to_tap('p:'), $marker, 4);
if ($kind === 'none') usleep(mt_rand(0, 4000));
if ($kind === 'finish') {
    $a = mysqli_to_tap();
    asked($a, $marker, 2);
    echo $marker;
    fastcgi_finish_request();
    usleep(mt_rand(0, 4000));
    asked($a, $marker, 2);
    exit;
}
usleep(mt_rand(0, 800));
echo $marker;
