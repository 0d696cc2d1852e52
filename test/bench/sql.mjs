import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { startLab } from '../../lab/dist/lab.js'
import { machine } from './machine.mjs'
import { markdown, median } from './statistics.mjs'

/**
 * Statements per second of `sosie sql` and of pt-upgrade (Debian: percona-toolkit) on the same log and the same two servers, in
 * turns, in one run: everything from the start of the program to its report.
 */
const usage =
  'npm run bench:sql -- [--statements N] [--sessions N] [--rounds N]\nNeeds pt-upgrade (Debian: percona-toolkit).'
const number = (value) => ({ type: 'string', default: String(value) })
const { values } = parseArgs({
  options: { statements: number(24_000), sessions: number(8), rounds: number(3), help: { type: 'boolean' } },
})
const [statements, sessions, rounds] = [values.statements, values.sessions, values.rounds].map(Number)
if (values.help || [statements, sessions, rounds].some((each) => !Number.isInteger(each) || each < 1))
  leave(values.help ? 0 : 2)
if (spawnSync('pt-upgrade', ['--version']).error !== undefined) leave(2)

const folder = mkdtempSync(join(tmpdir(), 'sosie-bench-sql-'))
const lab = await startLab()
try {
  await bench()
} finally {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function bench() {
  const log = join(folder, 'slow.log')
  writeFileSync(log, slowLog())
  const asked = { 'sosie sql': [], '… without its start': [], 'sosie sql, 1 session at once': [], 'pt-upgrade': [] }
  for (let round = 0; round < rounds; round += 1) {
    // In turns, and the median counts: in the first round buffer pools and legacy's query cache are cold for whoever is first.
    const whole = await sosie(log, 8)
    asked['sosie sql'].push(whole.seconds)
    asked['… without its start'].push(whole.comparing)
    asked['sosie sql, 1 session at once'].push((await sosie(log, 1)).seconds)
    asked['pt-upgrade'].push(await ptUpgrade(log))
    process.stderr.write(`round ${round + 1} of ${rounds}\n`)
  }
  const rates = Object.entries(asked).map(([subject, times]) => [subject, statements / median(times)])
  const least = rates.find(([subject]) => subject === 'pt-upgrade')[1]
  const rows = rates.map(([subject, rate]) => [subject, Math.round(rate), (rate / least).toFixed(1)])
  const { processor, cores, node, busyBefore } = await machine()
  process.stdout.write(`${JSON.stringify({ processor, cores, node, busyBefore, statements, sessions, rounds })}\n\n`)
  process.stdout.write(`${markdown(['subject', 'statements/s', ': pt-upgrade'], rows)}\n`)
}

/** Statements by primary key, by a short range and by a count: each well under a millisecond. */
function slowLog() {
  const shapes = [
    (n) => `SELECT id, prix, stock, image FROM produits WHERE id = ${1 + (n % 1500)}`,
    (n) => `SELECT id FROM categories WHERE id = ${1 + (n % 12)}`,
    (n) => `SELECT id, produit_id, quantite FROM lignes WHERE id BETWEEN ${1 + (n % 20_000)} AND ${4 + (n % 20_000)}`,
    (n) => `SELECT COUNT(*) FROM produits WHERE categorie_id = ${1 + (n % 12)}`,
  ]
  return Array.from(
    { length: statements },
    (_, n) =>
      `# Time: 2026-11-24T08:00:00.000000Z\n# User@Host: app[app] @ localhost []  Id: ${1 + (n % sessions)}\n` +
      `# Query_time: 0.000100  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 1\nSET timestamp=1700000000;\n` +
      `${shapes[n % shapes.length](n)};\n`,
  ).join('')
}

async function sosie(log, concurrency) {
  const databases = ['--legacy-db', lab.legacy.database, '--candidate-db', lab.candidate.database]
  const args = ['dist/main.js', 'sql', log, ...databases, '--concurrency', String(concurrency), '--json']
  const { seconds, out } = await timed(process.execPath, args)
  const { totals } = JSON.parse(out)
  if (totals.compared !== statements) throw new Error(`sosie sql compared ${totals.compared}`)
  return { seconds, comparing: totals.seconds }
}

async function ptUpgrade(log) {
  const { seconds, out } = await timed('pt-upgrade', [log, hostOf(lab.legacy.database), hostOf(lab.candidate.database)])
  const read = Number(/^queries_read\s+(\d+)/m.exec(out)?.[1])
  if (read !== statements) throw new Error(`pt-upgrade read ${read} statements:\n${out.slice(-2000)}`)
  return seconds
}

function hostOf(dsn) {
  const { hostname, port, username, password, pathname } = new URL(dsn)
  return `h=${hostname},P=${port},u=${username},p=${password},D=${pathname.slice(1)}`
}

/** Seconds from the start of a program to its end, and what it said. */
function timed(command, args) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    let out = ''
    child.stdout.on('data', (chunk) => (out += chunk))
    child.once('error', reject)
    child.once('close', () => resolve({ seconds: (performance.now() - started) / 1000, out }))
  })
}

function leave(status) {
  process.stderr.write(`${usage}\n`)
  process.exit(status)
}
