<?php
// A site whose pages differ in nothing but how often they ask the database. The stack is read from the environment, as everywhere.
mysqli_report(MYSQLI_REPORT_OFF);
function db() {
    static $m = null;
    if ($m === null) {
        $m = new mysqli(getenv('DB_HOST'), getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'), (int) getenv('DB_PORT'));
        $m->set_charset('utf8');
    }
    return $m;
}
function value($sql) { return db()->query($sql)->fetch_row()[0]; }
function selects($n) {
    $sum = 0;
    for ($i = 1; $i <= $n; $i++) $sum += value("SELECT $i");
    echo "<p>The sum of $n numbers is $sum.</p>";
}
