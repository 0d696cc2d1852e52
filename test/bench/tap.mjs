// npm run bench:tap: what a tap adds to a statement and to a connection, against the same server without one, in turns.
import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openTaps } from '../../dist/tap/taps.js'
import { freePorts } from '../../lab/dist/free-ports.js'
import { startLab } from '../../lab/dist/lab.js'
import { choosePrograms } from '../../lab/dist/parts/choice.js'
import { machine } from './machine.mjs'
import { markdown, median } from './statistics.mjs'

const rounds = 7
const run = promisify(execFile)

/** A client as a page is one: connects, then asks; prints milliseconds a connection and a statement. */
const script = join(mkdtempSync(join(tmpdir(), 'sosie-bench-')), 'client.php')
writeFileSync(
  script,
  `<?php
mysqli_report(MYSQLI_REPORT_OFF);
list(, $port, $connections, $statements) = $argv;
$sql = array('small' => 'SELECT id, nom, prix FROM produits WHERE id = 7', 'rows' => 'SELECT * FROM produits ORDER BY id LIMIT 500');
$new = function () use ($port) { return new mysqli('127.0.0.1', 'app', 'boutique', 'shop', (int) $port); };
$m = $new();
$m->query('SET SESSION query_cache_type = OFF');
$result = array();
foreach ($sql as $name => $text) {
    $n = $name === 'rows' ? (int) ($statements / 10) : (int) $statements;
    for ($i = 0; $i < $n / 10; $i++) $m->query($text)->fetch_all();
    $from = microtime(true);
    for ($i = 0; $i < $n; $i++) $m->query($text)->fetch_all();
    $result[$name] = (microtime(true) - $from) * 1000 / $n;
}
$p = $m->prepare('SELECT nom FROM produits WHERE id = ?');
$id = 7;
$p->bind_param('i', $id);
$from = microtime(true);
for ($i = 0; $i < $statements; $i++) { $p->execute(); $p->get_result()->fetch_all(); }
$result['prepared'] = (microtime(true) - $from) * 1000 / $statements;
$from = microtime(true);
for ($i = 0; $i < $connections; $i++) $new()->close();
$result['connection'] = (microtime(true) - $from) * 1000 / $connections;
echo json_encode($result);
`,
)

const lab = await startLab()
const programs = await choosePrograms(() => undefined)
const fault = (error) => {
  throw error
}
const subjects = []
for (const [side, php] of [
  ['legacy', programs.legacyPhp],
  ['candidate', programs.candidatePhp],
]) {
  const { port: real } = new URL(lab[side].database)
  const [port] = await freePorts(1)
  const taps = await openTaps(
    [{ name: side, listen: { host: '127.0.0.1', port }, target: { host: '127.0.0.1', port: Number(real) } }],
    { died: fault, fault },
  )
  subjects.push({ side, php, real: Number(real), port, taps })
}

/** php-fpm's own command line is its neighbour. */
function commandOf({ command, modules }, args) {
  const [program, ...before] = [...command.slice(0, -1), command.at(-1).replace(/php-fpm$/, 'php')]
  const extensions = [...(modules?.includes('v74') ? ['json'] : []), 'mysqlnd', 'mysqli']
  const loaded =
    modules === undefined ? [] : [`extension_dir=${modules}`, ...extensions.map((name) => `extension=${name}`)]
  return [program, [...before, '-n', ...loaded.flatMap((setting) => ['-d', setting]), script, ...args]]
}

const measure = async ({ php }, port) => {
  const { stdout } = await run(...commandOf(php, [String(port), '200', '2000']))
  return JSON.parse(stdout)
}

const lines = []
try {
  for (const subject of subjects) {
    const direct = []
    const tapped = []
    for (let round = 0; round < rounds; round += 1) {
      const ports = round % 2 === 0 ? [subject.real, subject.port] : [subject.port, subject.real]
      for (const port of ports) (port === subject.real ? direct : tapped).push(await measure(subject, port))
      await subject.taps.collect(subject.side)
      process.stderr.write(`${subject.side}: round ${round + 1} of ${rounds}\n`)
    }
    for (const what of ['small', 'prepared', 'rows', 'connection']) {
      const [without, withTap] = [direct, tapped].map((all) => median(all.map((one) => one[what])))
      const more = median(tapped.map((one, index) => one[what] - direct[index][what]))
      const figures = [without.toFixed(3), withTap.toFixed(3), more.toFixed(3), (withTap / without).toFixed(2)]
      lines.push([`PHP ${subject.php.version}, ${subject.side}'s MySQL`, what, ...figures])
    }
  }
} finally {
  for (const { taps } of subjects) await taps.close()
  await lab.stop()
}
const { processor, cores, node, date } = await machine()
const head = ['client and server', 'what', 'direct ms', 'through a tap ms', 'more, ms', 'ratio']
process.stdout.write(`${processor}, ${cores} cores, Node ${node}, ${date}\n\n${markdown(head, lines)}\n`)
