<?php
// One case of MySQL's protocol a request, as applications use it. Answers with what PHP saw, as JSON.
mysqli_report(MYSQLI_REPORT_OFF);
$port = (int) ($_GET['port'] ?? getenv('DB_PORT'));
$socket = $_GET['socket'] ?? null;
$host = $socket === null ? getenv('DB_HOST') : 'localhost';

function connected($flags = 0, $prefix = '', $init = null, $ca = null) {
    global $host, $port, $socket;
    $m = mysqli_init();
    if ($init !== null) $m->options(MYSQLI_INIT_COMMAND, $init);
    if ($ca !== null) $m->ssl_set(null, null, $ca, null, null);
    $ok = @$m->real_connect($prefix . $host, $_GET['user'] ?? getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'), $port, $socket, $flags);
    if (!$ok) exit(json_encode(array('refused' => $m->connect_errno . ' ' . $m->connect_error)));
    return $m;
}
function pdo($options = array(), $charset = 'utf8mb4') {
    global $host, $port;
    $options += array(PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_EMULATE_PREPARES => false);
    return new PDO("mysql:host=$host;port=$port;dbname=" . getenv('DB_NAME') . ";charset=$charset", getenv('DB_USER'), getenv('DB_PASSWORD'), $options);
}
function one($m, $sql) { $r = $m->query($sql); return $r ? $r->fetch_row()[0] : $m->errno . ' ' . $m->sqlstate; }

$cases = array(
    'text' => function () {
        $m = connected();
        $m->query('CREATE TEMPORARY TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20))');
        $m->query("INSERT INTO t (v) VALUES ('a'), ('b'), ('c')");
        $rows = $m->query('SELECT id, v FROM t ORDER BY id')->num_rows;
        $m->query('SELECT id, v FROM t ORDER BY id DESC');
        $m->query("UPDATE t SET v = 'z' WHERE id > 1");
        return array('rows' => $rows, 'warned' => one($m, "SELECT CAST('abc' AS UNSIGNED)"), 'warnings' => $m->warning_count);
    },
    'errors' => function () {
        $m = connected();
        $seen = array(one($m, 'SELECT nope'), one($m, 'SELEC 1'));
        $m->prepare('SELECT nope FROM nowhere');
        $seen[] = $m->errno . ' ' . $m->sqlstate;
        $m->query('CREATE TEMPORARY TABLE t (id INT PRIMARY KEY)');
        $s = $m->prepare('INSERT INTO t VALUES (?)');
        $id = 1;
        $s->bind_param('i', $id);
        $s->execute();
        $s->execute();
        $seen[] = $s->errno . ' ' . $s->sqlstate;
        return $seen;
    },
    'prepared' => function () {
        $m = connected();
        $s = $m->prepare('SELECT ?, ?, ?, ?, LENGTH(?)');
        list($i, $d, $t, $n, $b) = array(-7, 1.5, 'été', null, null);
        $s->bind_param('idssb', $i, $d, $t, $n, $b);
        $s->send_long_data(4, str_repeat('x', 1000));
        $s->send_long_data(4, str_repeat('y', 500));
        $s->execute();
        $first = $s->get_result()->fetch_row();
        $p = pdo()->prepare('SELECT ? AS a');
        $p->execute(array('pdo'));
        return array($first, $p->fetchColumn());
    },
    'multi' => function () {
        $m = connected();
        $seen = array();
        $m->multi_query('SELECT 1 UNION SELECT 2; SELECT 3; DO 0');
        do { if ($r = $m->store_result()) $seen[] = $r->num_rows; } while ($m->more_results() && $m->next_result());
        $m->query('DROP PROCEDURE IF EXISTS two_sets');
        $m->query('CREATE PROCEDURE two_sets() BEGIN SELECT 1; SELECT 2 UNION SELECT 3; END');
        $m->multi_query('CALL two_sets()');
        do { if ($r = $m->store_result()) $seen[] = $r->num_rows; } while ($m->more_results() && $m->next_result());
        return $seen;
    },
    'charset' => function () {
        $m = connected();
        $m->set_charset('latin1');
        $length = one($m, "SELECT CHAR_LENGTH('" . "\xe9t\xe9" . "')");
        return array($length, pdo(array(), 'utf8')->query("SELECT CHAR_LENGTH('été')")->fetchColumn());
    },
    'init' => function () {
        return array(one(connected(0, '', 'SET @who = 7'), 'SELECT @who'), pdo(array(PDO::MYSQL_ATTR_INIT_COMMAND => 'SET @who = 8'))->query('SELECT @who')->fetchColumn());
    },
    'change-user' => function () {
        $m = connected();
        $m->query('SET @x = 1');
        $changed = $m->change_user(getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
        return array($changed, one($m, 'SELECT @x IS NULL'));
    },
    'persistent' => function () {
        $m = connected(0, 'p:');
        $p = pdo(array(PDO::ATTR_PERSISTENT => true));
        return array(one($m, 'SELECT ' . (int) $_GET['n']), $p->query('SELECT 100 + ' . (int) $_GET['n'])->fetchColumn(), $m->thread_id);
    },
    'compressed' => function () {
        return array(one(connected(MYSQLI_CLIENT_COMPRESS), "SELECT LENGTH(REPEAT('x', 100000))"), strlen(pdo(array(PDO::MYSQL_ATTR_COMPRESS => true))->query("SELECT REPEAT('x', 100000)")->fetchColumn()));
    },
    'tls' => function () {
        $m = isset($_GET['ca']) ? connected(MYSQLI_CLIENT_SSL, '', null, $_GET['ca']) : connected(MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT);
        $cipher = $m->query("SHOW STATUS LIKE 'Ssl_cipher'")->fetch_row()[1];
        return array('encrypted' => $cipher !== '', 'answer' => one($m, 'SELECT 42'));
    },
    'big' => function () {
        $m = connected();
        $sent = one($m, "SELECT LENGTH('" . str_repeat('x', 17 * 1024 * 1024) . "')");
        return array($sent, strlen(one($m, "SELECT REPEAT('y', 17 * 1024 * 1024)")), one($m, 'SELECT 5'));
    },
    'infile' => function () {
        $p = pdo(array(PDO::MYSQL_ATTR_LOCAL_INFILE => true));
        $p->exec('CREATE TEMPORARY TABLE t (v VARCHAR(200))');
        $file = tempnam(sys_get_temp_dir(), 'tap');
        file_put_contents($file, str_repeat(str_repeat("\x03", 99) . "\n", 30000));
        $loaded = $p->exec("LOAD DATA LOCAL INFILE " . $p->quote($file) . " INTO TABLE t");
        unlink($file);
        return array($loaded, $p->query('SELECT 6')->fetchColumn());
    },
    'cursor' => function () {
        $m = connected();
        $s = $m->prepare('SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5');
        $s->attr_set(MYSQLI_STMT_ATTR_CURSOR_TYPE, MYSQLI_CURSOR_TYPE_READ_ONLY);
        $s->execute();
        $s->bind_result($v);
        $seen = array();
        while ($s->fetch()) $seen[] = $v;
        $s->close();
        return array($seen, one($m, 'SELECT 8'));
    },
    'slow' => function () {
        $m = connected();
        $m->query('SELECT SLEEP(2)');
        return $m->errno . ' ' . $m->error;
    },
    'login' => function () { return one(connected(), 'SELECT CURRENT_USER()'); },
    'finish-early' => function () {
        $m = connected();
        $m->query('SELECT 11');
        echo json_encode('answered');
        fastcgi_finish_request();
        usleep(120000);
        $m->query('SELECT 12');
        exit;
    },
);
header('Content-Type: application/json');
echo json_encode($cases[$_GET['case']](), JSON_PARTIAL_OUTPUT_ON_ERROR);
