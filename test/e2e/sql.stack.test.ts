import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import type { Lab } from '../../lab/src/lab.js'
import type { SqlReport } from '../../src/sql-comparison/report-model.js'
import { aRecorder } from '../support/recorder.js'
import { aPair, aStatement } from '../support/factories.js'
import { startRealStacks } from '../support/lab.js'
import { mortalServer } from '../support/mortal-server.js'
import { sosie } from '../support/shadow-process.js'
import { generalLog } from '../support/sql-logs.js'

const database = 'sosie_sql'
const folder = mkdtempSync(join(tmpdir(), 'sosie-sql-'))
let lab: Lab
let dsns: { legacy: string; candidate: string }

/** What an old shop's database has that a new server reads otherwise. */
const tables = [
  'CREATE TABLE sale (id INT PRIMARY KEY, town VARCHAR(20), amount INT, price DECIMAL(8,2), rate DOUBLE, sold DATETIME NULL) CHARSET utf8mb4',
  "INSERT INTO sale VALUES (1,'Zwolle',4,9.99,0.1,'2020-01-01'),(2,'Aarhus',2,5,0.2,NULL),(3,'Malmö',7,1.5,0.3,'2020-01-03'),(4,'Aarhus',1,2,0.4,NULL)",
  'CREATE TABLE note (id INT PRIMARY KEY, word VARCHAR(3) NOT NULL, n TINYINT NOT NULL) CHARSET utf8mb4',
  "INSERT INTO note VALUES (1,'a',1),(2,'a ',2),(3,'ss',3),(4,'ß',4)",
  'CREATE TABLE visit (id INT PRIMARY KEY AUTO_INCREMENT, n INT) ENGINE=MyISAM',
  'INSERT INTO visit (n) VALUES (1)',
]

beforeAll(async () => {
  lab = await startRealStacks()
  dsns = { legacy: inDatabase(lab.legacy.database), candidate: inDatabase(lab.candidate.database) }
  for (const dsn of [lab.legacy.database, lab.candidate.database]) {
    await on(dsn, async (connection) => {
      await connection.query(`CREATE DATABASE ${database} DEFAULT CHARACTER SET utf8mb4`)
      await connection.query(`USE ${database}`)
      for (const table of tables) await connection.query(table)
    })
  }
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

function inDatabase(dsn: string): string {
  const url = new URL(dsn)
  url.pathname = `/${database}`
  return url.href
}

async function on<T>(dsn: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection({ uri: dsn, charset: 'utf8mb4' })
  try {
    return await work(connection)
  } finally {
    await connection.end()
  }
}

function logFile(name: string, content: string | Buffer): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

async function compared(
  args: readonly string[],
  over: Partial<typeof dsns> = {},
): Promise<{ report: SqlReport; status: number | null; err: string }> {
  const { legacy, candidate } = { ...dsns, ...over }
  const { status, out, err } = await sosie([
    'sql',
    ...args,
    '--json',
    '--legacy-db',
    legacy,
    '--candidate-db',
    candidate,
  ])
  if (out === '') throw new Error(`no report: ${err}`)
  return { report: JSON.parse(out) as SqlReport, status, err }
}

/** Kinds of difference, and the causes that their signs fit, of the statement with this text. */
function seenOf(report: SqlReport, sql: string): string[] {
  return report.classes.flatMap(({ differences }) =>
    differences
      .filter(({ examples }) => examples.some((example) => example.sql === sql))
      .map(({ kind, cause }) => (cause === undefined ? kind : `${kind} ${cause}`)),
  )
}

function balance({ totals }: SqlReport): void {
  const left = Object.values(totals.notCompared).reduce((sum, n) => sum + n, 0)
  expect(totals.statements).toBe(totals.compared + left)
  expect(totals.compared).toBe(totals.same + totals.noise + totals.different)
}

/** Statements by what is known of them: a change of MySQL between 5.7 and its successors. */
const known: readonly (readonly [sql: string, seen: readonly string[]])[] = [
  ['SELECT town, SUM(amount) FROM sale GROUP BY town', ['order-of-groups mysql-group-by-implicit-sort']],
  ['SELECT town, SUM(amount) s FROM sale GROUP BY town ORDER BY town', []],
  ['SELECT town, SUM(amount) FROM sale GROUP BY town DESC', ['candidate-fails mysql-group-by-desc']],
  ['SELECT id, town, SUM(amount) FROM sale GROUP BY town', ['candidate-fails mysql-only-full-group-by']],
  ['SELECT DISTINCT town FROM sale ORDER BY amount', ['candidate-fails mysql-only-full-group-by']],
  ['SELECT town, COUNT(*) FROM sale', ['candidate-fails mysql-only-full-group-by']],
  ["SELECT id FROM sale WHERE sold = ''", ['candidate-fails mysql-date-compare-garbage']],
  ["SELECT id FROM sale WHERE sold > 'yesterday'", ['candidate-fails mysql-date-compare-garbage']],
  ['SELECT amount AS rank FROM sale', ['candidate-fails mysql-reserved-words']],
  ['SELECT amount groups FROM sale', ['candidate-fails mysql-reserved-words']],
  ["SELECT PASSWORD('a')", ['candidate-fails mysql-removed-functions']],
  ["SELECT ENCRYPT('a', 'bc')", ['candidate-fails mysql-removed-functions']],
  ["SELECT HEX(ENCODE('a', 'b'))", ['candidate-fails mysql-removed-functions']],
  ['SELECT SQL_CACHE id FROM sale', ['candidate-fails mysql-sql-cache-hint']],
  ['SELECT @@tx_isolation', ['candidate-fails mysql-sysvars-removed']],
  ["SET SESSION tx_isolation = 'READ-COMMITTED'", ['candidate-fails mysql-sysvars-removed']],
  ["SET SESSION sql_mode = 'NO_AUTO_CREATE_USER'", ['candidate-fails mysql-no-auto-create-user']],
  ["SELECT table_name FROM information_schema.tables WHERE table_schema = 'sosie_sql' AND table_name = 'sale'", ['columns mysql-info-schema-uppercase']],
  ['SELECT COUNT(*) FROM information_schema.innodb_sys_tables', ['candidate-fails mysql-info-schema-tables']],
  ["SELECT id FROM note WHERE word = 'a' ORDER BY id", ['rows mysql-collation-0900']],
  ["SELECT id FROM note WHERE word = 'ss' ORDER BY id", ['rows mysql-collation-0900']],
  ["SELECT 'a b' REGEXP '[[:<:]]b[[:>:]]'", ['candidate-fails mysql-regexp-icu']],
  ['SHOW CREATE TABLE sale', ['rows mysql-int-display-width']],
  ['SHOW MASTER STATUS', ['candidate-fails mysql-show-master-slave']],
  ['SELECT 1/0', ['warnings mysql-division-by-zero']],
  ['SELECT SQL_CALC_FOUND_ROWS id FROM sale ORDER BY id LIMIT 2', ['deprecations']],
  ['SELECT NOW(6)', ['nondeterministic']],
  ['SELECT UUID()', ['nondeterministic']],
  ['SELECT id, town, price, rate, sold FROM sale ORDER BY id', []],
  ['SELECT COUNT(*), MAX(price), AVG(amount) FROM sale', []],
  ['SELECT nothing FROM sale', []],
] // prettier-ignore

test('changes between MySQL 5.7 and its successors are seen, named, and nothing else is', async () => {
  const log = logFile('known.log', generalLog(database, ...known.map(([sql]) => [sql])))
  const { report, status } = await compared([log])
  for (const [sql, seen] of known) expect([sql, seenOf(report, sql)]).toEqual([sql, seen])
  expect(status).toBe(1)
  expect(report.totals).toMatchObject({ statements: known.length, compared: known.length, bothFailed: 1 })
  expect(report.run.source.kind).toBe('general log')
  balance(report)
}, 60_000)

test('what a session sets and uses belongs to it alone, on whatever connection it runs', async () => {
  const sessions = Array.from({ length: 20 }, (_, at) => [
    `SET @mine = ${at}, time_zone = '+0${at % 10}:00'`,
    ...(at % 2 === 0 ? ['USE information_schema'] : []),
    `SELECT @mine = ${at}, @@SESSION.time_zone = '+0${at % 10}:00', DATABASE() = '${at % 2 === 0 ? 'information_schema' : database}' AS yes`,
  ])
  const { report } = await compared([logFile('sessions.log', generalLog(database, ...sessions)), '--concurrency', '3'])
  expect(report.classes).toEqual([])
  const wrong = sessions.map((statements) =>
    statements.map((sql) => sql.replace(/^SELECT (.*)$/, 'SELECT 1 FROM (SELECT $1) q WHERE yes = 0')),
  )
  expect((await compared([logFile('wrong.log', generalLog(database, ...wrong))])).report.totals).toMatchObject({
    same: 50,
  })
}, 60_000)

const writes = [
  "INSERT INTO note VALUES (9, 'long word', 999)",
  "UPDATE note SET word = 'x' WHERE id = 1",
  "REPLACE INTO note VALUES (1, 'b', 2)",
  'DELETE FROM note',
  'INSERT INTO visit (n) VALUES (2)',
  'TRUNCATE TABLE note',
]

test('--writes: each is tried and rolled back; what cannot be undone is never tried', async () => {
  const log = logFile('writes.log', generalLog(database, writes))
  const { report } = await compared([log, '--writes'])
  expect(seenOf(report, writes[0] ?? '')).toEqual(['candidate-fails mysql-strict-writes'])
  expect(report.totals).toMatchObject({ compared: 4, notCompared: { 'not-undone': 1, definition: 1 } })
  expect(report.notes.join('\n')).toMatch(/`visit` is MyISAM/)
  const without = await compared([log])
  expect(without.report.totals).toMatchObject({ compared: 0, notCompared: { write: 5, definition: 1 } })
  expect(without.status).toBe(3)
  for (const dsn of Object.values(dsns)) {
    const [rows] = await on(dsn, (connection) =>
      connection.query<RowDataPacket[]>(
        'SELECT (SELECT GROUP_CONCAT(word ORDER BY id) FROM note) words, (SELECT COUNT(*) FROM visit) visits',
      ),
    )
    expect(rows).toEqual([{ words: 'a,a ,ss,ß', visits: 1 }])
  }
}, 60_000)

test('a stored function that writes is refused by the servers themselves', async () => {
  for (const dsn of Object.values(dsns)) {
    await on(dsn, (connection) =>
      connection.query('CREATE FUNCTION sneak() RETURNS INT MODIFIES SQL DATA BEGIN DELETE FROM note; RETURN 1; END'),
    )
  }
  const log = logFile('sneak.log', generalLog(database, ['SELECT sneak()']))
  for (const flags of [[], ['--writes']]) {
    const { report } = await compared([log, ...flags])
    expect(report.totals).toMatchObject({ compared: 1, bothFailed: 1 })
  }
}, 60_000)

test('bytes of latin1 reach the servers as they are, and a log that is cut is compared up to there', async () => {
  const log = Buffer.concat([
    Buffer.from(generalLog(database, ["SELECT id FROM sale WHERE town = 'Malm\u00f6'"]), 'latin1'),
    Buffer.from('2026-11-24T08:00:00.000000Z\t    7 Query\tSELECT id FRO'),
  ])
  const { report, status } = await compared([logFile('latin1.log', log)])
  expect(report.totals).toMatchObject({ statements: 2, compared: 1, same: 1, notCompared: { cut: 1 } })
  expect(report.notes.join('\n')).toMatch(/is cut: the statement that begins at line 4.*\n1 statements are no UTF-8/)
  expect(status).toBe(0)
  const found = generalLog(database, ["SELECT 1 / (id = 3) FROM sale WHERE town = 'Malm\u00f6'"])
  expect((await compared([logFile('found.log', Buffer.from(found, 'latin1'))])).report.classes).toEqual([])
}, 60_000)

test('a statement that takes too long is given up on both sides, and the rest is asked', async () => {
  const endless =
    'SELECT MAX(CRC32(CONCAT(a.id, i.id, r.id))) FROM sale a, sale b, sale c, sale d, sale e, sale f, sale g, sale h, sale i, sale j, sale k, sale l, sale m, sale n, sale o, sale p, sale q, sale r'
  const log = logFile('slow.log', generalLog(database, [endless, 'SELECT 1']))
  const { report } = await compared([log, '--timeout', '1'])
  expect(report.totals).toMatchObject({ compared: 2, bothFailed: 1, same: 2 })
}, 60_000)

test('--run: the statements of a recorded run; what redaction took cannot be asked', async () => {
  const file = join(folder, 'run.sqlite')
  const run = {
    id: 'r1',
    kind: 'shadow',
    startedAt: 1000,
    legs: { legacy: 'http://a', candidate: 'http://b' },
    versions: {},
  } as const
  const recorder = aRecorder(file, run)
  const sqls = [
    'SELECT id, town FROM sale ORDER BY id',
    "SELECT id FROM sale WHERE town = '[hidden 0123456789abcdef]'",
    'SELECT PASSWORD(1)',
  ]
  const exchange = { statements: sqls.map((sql) => aStatement({ sql })), attribution: 'exact' as const }
  recorder.pair(aPair({ route: 'GET /town', control: exchange }), {
    verdict: 'mismatch',
    differences: [{ part: 'body', kind: 'value', path: 'line 1', legacy: 'x', candidate: 'y' }],
    noise: [],
    sightings: [{ cause: 'unexplained', key: 'k', proof: 'none', severity: 'major', title: 'T', evidence: {} }],
    questions: [],
  })
  await recorder.end(2000)
  const { report } = await compared(['--run', 'latest', '--db', file])
  expect(report.totals).toMatchObject({ statements: 3, compared: 2, notCompared: { redacted: 1 } })
  expect(report.classes[0]?.differences[0]?.examples[0]?.place).toBe('GET /town, request p1')
}, 60_000)

test('a log whose database is on neither server proves nothing: 3, with the error and the next step', async () => {
  const log = logFile('elsewhere.log', generalLog('nosuchdb', ['SET NAMES utf8', 'SELECT 1', 'SELECT * FROM orders']))
  const { report, status, err } = await compared([log])
  expect(status).toBe(3)
  expect(err).toMatch(/No-go: Nothing could be compared.* failed on both servers: \d × error 1049 \(Unknown database/)
  expect(err).toContain('Give databases that hold what the log asks for')
  expect(err).not.toContain('Go:')
  expect(Object.keys(report.totals.bothFailedWith)).toEqual(['1049'])
  balance(report)
}, 60_000)

const many = Array.from({ length: 4000 }, (_, at) => `SELECT ${at}, SUM(amount) FROM sale WHERE id > ${at % 4}`)

/** Of bytes that a server answers with, when all of these are asked more than once. */
const inTheMidst = 100_000

test('a server that goes away and comes back: said, waited for, nothing lost', async () => {
  const mortal = await mortalServer(Number(new URL(dsns.candidate).port))
  const candidate = withPort(dsns.candidate, mortal.port)
  const log = logFile('away.log', generalLog(database, many, many, many))
  const running = compared([log], { candidate })
  await mortal.answered(inTheMidst)
  await mortal.die()
  await new Promise((resolve) => setTimeout(resolve, 700))
  await mortal.comeBack()
  const { report, err } = await running
  expect(err).toMatch(/The candidate database went away .*\nThe candidate database is back/)
  expect(report.totals).toMatchObject({ statements: 12_000, compared: 12_000, same: 12_000, notCompared: {} })
  await mortal.die()
}, 120_000)

test('a server that does not come back: what was asked is reported, exit status 3', async () => {
  const mortal = await mortalServer(Number(new URL(dsns.candidate).port))
  const candidate = withPort(dsns.candidate, mortal.port)
  const html = join(folder, 'gone.html')
  const running = compared(
    [logFile('gone.log', generalLog(database, many, many, many)), '--patience', '1', '--html', html],
    { candidate },
  )
  await mortal.answered(inTheMidst)
  await mortal.die()
  const { report, status } = await running
  expect(status).toBe(3)
  expect(report.ended.how).toBe('server-gone')
  expect(report.totals.compared).toBeGreaterThan(0)
  expect(readFileSync(html, 'utf8')).toContain('A database went away and did not come back')
  balance(report)
}, 120_000)

test('Ctrl-C ends it with what is known, and that is no pass', async () => {
  const mortal = await mortalServer(Number(new URL(dsns.candidate).port))
  const log = logFile('long.log', generalLog(database, many, many, many, many))
  const databases = ['--legacy-db', dsns.legacy, '--candidate-db', withPort(dsns.candidate, mortal.port)]
  const child = spawn(process.execPath, ['dist/main.js', 'sql', log, '--json', ...databases])
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  await mortal.answered(inTheMidst)
  child.kill('SIGINT')
  const status = await new Promise((resolve) => child.once('close', resolve))
  await mortal.die()
  const report = JSON.parse(out) as SqlReport
  expect([report.ended.how, report.gate.passed]).toEqual(['interrupted', false])
  expect(status).toBe(3)
  balance(report)
}, 60_000)

function withPort(dsn: string, port: number): string {
  const url = new URL(dsn)
  url.port = String(port)
  return url.href
}
