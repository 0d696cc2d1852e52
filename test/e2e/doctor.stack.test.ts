import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { createConnection } from 'mysql2/promise'
import type { Lab } from '../../lab/src/lab.js'
import type { DoctorReport, DoctorRow } from '../../src/doctor/model.js'
import { illCandidate, illLegacy, illLegacyServer, well } from '../support/ill-schema.js'
import { startRealStacks } from '../support/lab.js'
import { startPhpinfoPages, type PhpinfoPages } from '../support/phpinfo-pages.js'
import { sosie } from '../support/shadow-process.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-doctor-'))
let lab: Lab
let pages: PhpinfoPages

jest.setTimeout(30_000)

beforeAll(async () => {
  lab = await startRealStacks()
  pages = await startPhpinfoPages()
  await run(lab.legacy.database, [...illLegacy, ...illLegacyServer])
  await run(lab.candidate.database, illCandidate)
  for (const name of ['well_one', 'well_two']) {
    await run(lab.candidate.database, [`CREATE DATABASE ${name}`, `USE ${name}`, ...well])
  }
}, 180_000)

afterAll(async () => {
  await Promise.all([lab.stop(), pages.stop()])
  rmSync(folder, { recursive: true, force: true })
})

async function run(dsn: string, statements: readonly string[]): Promise<void> {
  const connection = await createConnection({ uri: dsn })
  for (const statement of statements) await connection.query(statement)
  await connection.end()
}

/** The DSN with another schema, or another account. */
function dsnOf(dsn: string, schema: string, user?: string): string {
  const url = new URL(dsn)
  url.pathname = `/${schema}`
  if (user !== undefined) [url.username, url.password] = [user, '']
  return url.href
}

async function until(seen: () => Promise<boolean>): Promise<void> {
  while (!(await seen())) await new Promise((resolve) => setTimeout(resolve, 50))
}

function flagsOf(legacy: string, candidate: string): string[] {
  return ['--legacy-db', legacy, '--candidate-db', candidate]
}

async function doctor(args: readonly string[]): Promise<{ report: DoctorReport; status: number | null }> {
  const { out, err, status } = await sosie(['doctor', '--json', ...args])
  if (out === '') throw new Error(err)
  return { report: JSON.parse(out) as DoctorReport, status }
}

/** `blocker reserved-names orders.rank groups`. */
function lineOf({ severity, check, places }: DoctorRow): string {
  return [severity, check, ...places].join(' ')
}

test('a schema with one of everything: each problem is a row with its places, and blockers end with 1', async () => {
  const [legacy, candidate] = [dsnOf(lab.legacy.database, 'ill'), dsnOf(lab.candidate.database, 'ill')]
  await run(legacy, ['SELECT COUNT(*) FROM orders', 'SELECT COUNT(*) FROM orders'])
  const { report, status } = await doctor(flagsOf(legacy, candidate))
  const lines = report.rows.map(lineOf)
  expect(status).toBe(1)
  expect(report.checks.notMade).toEqual([])
  const expected = [
    'blocker missing-tables loose meters parts pointing xxx',
    'blocker missing-columns orders.price orders.weight orders.serial orders.secret',
    'blocker missing-programs hashes sorted',
    'blocker missing-programs inside moded ranking',
    'blocker missing-programs dictionary words',
    'blocker missing-programs haunted',
    'blocker reserved-names groups',
    'blocker reserved-names orders.rank',
    'blocker reserved-in-programs procedure ranking: RANK',
    'blocker removed-functions view hashes: ENCRYPT() generated column orders.secret: ENCODE()',
    'blocker removed-syntax view sorted: GROUP BY … ASC/DESC',
    'blocker removed-system-tables function dictionary: MYSQL.PROC',
    'blocker refused-by-parser table meters',
    'blocker refused-by-parser procedure inside',
    'blocker program-sql-mode procedure moded',
    'blocker missing-definers trigger haunted',
    'blocker zero-date-defaults orders.paid',
    'warning mixed-collations groups.code (utf8mb4_0900_ai_ci) orders.code (utf8mb4_general_ci)',
    'blocker missing-indexes orders.code (code)',
    'blocker partition-engines parts',
    'blocker foreign-key-names table xxx',
    'blocker foreign-key-targets pointing.to_loose',
    'blocker float-auto-increment meters.id',
    'blocker authentication-plugins cron@%',
    'blocker time-zone',
    'blocker time-zone-tables',
    'blocker sql-mode',
    'warning missing-accounts cron@%',
    'warning changed-syntax function words: [[:<:]]',
    'warning zero-date-data orders.paid',
    'warning column-collation',
    'warning column-definition',
    'warning missing-indexes orders.by_ref (ref)',
    'warning engine-changed groups',
    'warning index-length orders.by_ref',
    'warning float-digits orders.price',
    'warning sql-mode-gone',
    'warning query-cache',
    'warning event-scheduler nightly',
    'warning server-charset',
    'warning schema-charset',
    'warning connection-collation',
    'warning max-allowed-packet',
    'warning group-concat-max-len',
    'warning max-connections',
    'warning explicit-defaults-for-timestamp',
    'warning local-infile',
    'warning variables-gone tx_isolation',
    'warning functions-gone PASSWORD()',
    'info float-unsigned orders.weight',
    'info zerofill orders.serial',
    'info utf8mb3 groups.code orders.code orders.ref orders.note',
    'info row-format groups',
    'info account-plugins app@%',
    'info information-schema-expiry',
    'info mysql-versions',
  ]
  expect(expected.filter((start) => !lines.some((line) => line.startsWith(start)))).toEqual([])
  expect(report.rows.find(({ check }) => check === 'query-cache')?.legacy).toMatch(
    /^ON, 64 MB: [1-9]\d*\.\d % of \d+ SELECTs/,
  )
})

test('two schemas that are alike: no row, exit 0', async () => {
  const [one, two] = ['well_one', 'well_two'].map((name) => dsnOf(lab.candidate.database, name))
  const { report, status } = await doctor(flagsOf(one ?? '', two ?? ''))
  expect(report.rows.map(lineOf)).toEqual([])
  expect(status).toBe(0)
})

test('the two PHPs by their phpinfo pages, from the web and from a file', async () => {
  const databases = flagsOf(lab.legacy.database, lab.candidate.database)
  const { report } = await doctor([
    ...databases,
    '--legacy-phpinfo',
    pages.legacy,
    '--candidate-phpinfo',
    pages.candidate,
  ])
  const rows = report.rows.filter(({ check }) => check.startsWith('php-'))
  expect([report.legacy.php, report.candidate.php].join(' ')).toMatch(/^7\.4\.\d+ 8\.1\.\d+$/)
  expect(rows.map(({ check, severity, legacy, candidate }) => [severity, check, legacy, candidate].join(' '))).toEqual(
    expect.arrayContaining([
      'warning php-display-errors Off On',
      expect.stringMatching(/^info php-versions 7\.4/),
      expect.stringMatching(/^info php-ini-others/),
    ]),
  )
  const saved = join(folder, 'info.html')
  writeFileSync(saved, await (await fetch(pages.candidate)).text())
  const same = await doctor([...databases, '--legacy-phpinfo', saved, '--candidate-phpinfo', pages.candidate])
  expect(same.report.rows.filter(({ check }) => check.startsWith('php-'))).toEqual([])
})

test('what an account may not see is a row that says so, and the rest is judged', async () => {
  await run(lab.legacy.database, ["CREATE USER 'nobody'@'%' IDENTIFIED WITH mysql_native_password BY ''"])
  const { report } = await doctor(
    flagsOf(dsnOf(lab.legacy.database, 'ill', 'nobody'), dsnOf(lab.candidate.database, 'ill')),
  )
  const unread = report.rows.filter(({ check }) => check === 'not-read')
  expect(unread.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'The tables of legacy could not be read',
      'The accounts and their plugins of legacy could not be read',
    ]),
  )
  expect(unread.find(({ what }) => what.includes('accounts'))?.legacy).toMatch(/denied/)
  expect(unread.find(({ what }) => what.includes('tables'))?.legacy).toContain('may not use the schema ill')
  expect(report.checks.notMade).toContain('reserved-names')
  expect(report.rows.map(lineOf)).toContain('blocker time-zone')
})

test('an account that sees tables only: the hidden texts are named', async () => {
  await run(dsnOf(lab.legacy.database, 'mysql', 'root'), [
    "CREATE USER 'reader'@'%' IDENTIFIED WITH mysql_native_password BY ''",
    "GRANT SELECT ON `il_`.* TO 'reader'@'%'",
  ])
  const { report } = await doctor(
    flagsOf(dsnOf(lab.legacy.database, 'ill', 'reader'), dsnOf(lab.candidate.database, 'ill')),
  )
  const rows = report.rows.filter(({ check }) => check === 'privileges')
  expect(rows[0]?.legacy).toBe('lacks SHOW VIEW, TRIGGER, EVENT')
  expect(rows[1]?.places).toContain('view hashes')
})

test('the report for people, as Markdown and as a page', async () => {
  const [markdown, html] = [join(folder, 'out', 'doctor.md'), join(folder, 'out', 'doctor.html')]
  const databases = flagsOf(dsnOf(lab.legacy.database, 'ill'), dsnOf(lab.candidate.database, 'ill'))
  const { out, err, status } = await sosie(['doctor', ...databases, '--markdown', markdown, '--html', html])
  expect(status).toBe(1)
  expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100)
  expect(out).toMatch(/^BLOCKER {3}1 column named by a reserved word {5}a plain name {14}reserved$/m)
  expect(err).toContain(`Wrote ${markdown}.`)
  expect(readFileSync(markdown, 'utf8')).toContain('- orders.rank')
  expect(readFileSync(html, 'utf8')).toMatch(/Not yet[\s\S]*orders\.rank/)
})

test('Ctrl-C ends it with what is known, though a server does not answer', async () => {
  const holder = await createConnection({ uri: dsnOf(lab.legacy.database, 'ill') })
  await holder.query('LOCK TABLES mysql.user WRITE')
  const databases = flagsOf(dsnOf(lab.legacy.database, 'ill'), dsnOf(lab.candidate.database, 'ill'))
  const child = spawn(process.execPath, ['dist/main.js', 'doctor', '--json', ...databases])
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  await until(async () => JSON.stringify(await holder.query('SHOW PROCESSLIST')).includes('FROM mysql.user'))
  child.kill('SIGINT')
  expect([1, 3]).toContain(await ended)
  await holder.end()
  const report = JSON.parse(out) as DoctorReport
  expect(report.complete).toBe(false)
  expect(report.rows.find(({ what }) => what.includes('accounts and their plugins of legacy'))?.legacy).toContain(
    'Ctrl-C',
  )
})

test.each([
  [
    'a dead server',
    3,
    ['--legacy-db', 'mysql://a@127.0.0.1:1/x'],
    /The legacy database cannot be reached.*\[SOSIE_E_UNREACHABLE\]/,
  ],
  ['no DSN', 2, ['--legacy-db', 'localhost'], /is no DSN as mysql:/],
  ['one PHP page only', 2, ['--legacy-phpinfo', 'http://127.0.0.1:1/'], /both pages are needed/],
  [
    'a page that nobody serves',
    3,
    ['--legacy-phpinfo', 'http://127.0.0.1:1/', '--candidate-phpinfo', 'http://127.0.0.1:1/'],
    /cannot be reached/,
  ],
  [
    'a file that is not there',
    2,
    ['--legacy-phpinfo', 'no.html', '--candidate-phpinfo', 'no.html'],
    /neither an http\(s\) URL nor a file/,
  ],
])('%s: exit %i and one sentence', async (_, wanted, args, sentence) => {
  const databases = flagsOf(lab.legacy.database, lab.candidate.database)
  const { status, err, out } = await sosie(['doctor', ...databases, ...args])
  expect(err).toMatch(sentence)
  expect(out).toBe('')
  expect(status).toBe(wanted)
})

test('a page that is no phpinfo: exit 2 and what to give', async () => {
  const databases = flagsOf(lab.legacy.database, lab.candidate.database)
  const page = `${lab.legacy.url}/contact.html`
  const { status, err } = await sosie(['doctor', ...databases, '--legacy-phpinfo', page, '--candidate-phpinfo', page])
  expect(err).toMatch(/is no phpinfo page\. Give --legacy-phpinfo/)
  expect(status).toBe(2)
})
