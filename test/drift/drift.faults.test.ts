import { spawn, type ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { compareData } from '../../src/app/drift.js'
import type { DriftReport, TableDrift } from '../../src/drift/model.js'
import { createConnection } from 'mysql2/promise'
import type { Lab } from '../../lab/src/lab.js'
import { startRealStacks } from '../support/lab.js'
import { sosie } from '../support/shadow-process.js'
import { twoDatabases, type OneDatabase } from '../support/two-databases.js'

jest.setTimeout(30_000) // a command takes seconds to start on a busy machine

let lab: Lab
let legacy: OneDatabase
let candidate: OneDatabase

const rows = 20_000

beforeAll(async () => {
  lab = await startRealStacks()
  ;({ legacy, candidate } = await twoDatabases(lab, 'drift_faults'))
  const ten = Array.from({ length: 10 }, (_, i) => `SELECT ${i} AS n`).join(' UNION ALL ')
  for (const { connection } of [legacy, candidate]) {
    await connection.query(
      `CREATE TABLE a_small (id INT PRIMARY KEY, v INT); INSERT INTO a_small VALUES (1, 1), (2, 2);
       CREATE TABLE b_big (id INT PRIMARY KEY, v INT);
       INSERT INTO b_big SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n, 1
         FROM (${ten}) a, (${ten}) b, (${ten}) c, (${ten}) d, (SELECT 0 AS n UNION ALL SELECT 1) e;
       CREATE TABLE c_last (id INT PRIMARY KEY)`,
    )
  }
  await candidate.connection.query('UPDATE b_big SET v = 2 WHERE id = 3')
}, 180_000)

afterAll(() => lab.stop())

const options = {
  tables: [] as string[],
  ignore: [],
  chunk: 1000,
  keys: 20,
  lagMs: 0,
  pauseMs: 0,
  maxLoad: 0,
  statementMs: 30_000,
}

/** A check in which something happens while a table is read. */
async function checkWhile(
  over: Partial<typeof options>,
  happens: (table: string, rows: number) => Promise<unknown>,
): Promise<DriftReport> {
  const happened: Promise<unknown>[] = []
  const events = {
    reading: (table: string, _at: number, _of: number, read: number) => void happened.push(happens(table, read)),
    read: () => undefined,
    busy: () => undefined,
  }
  const report = await compareData(
    { legacy: legacy.dsn, candidate: candidate.dsn },
    { ...options, pauseMs: 20, ...over },
    events,
    new AbortController().signal,
  )
  await Promise.all(happened)
  return report
}

function tableOf({ tables }: DriftReport, name: string): TableDrift | undefined {
  return tables.find(({ table }) => table === name)
}

test('a table that is altered during the walk is unreadable, says why, and the others are read', async () => {
  let altered = false
  const report = await checkWhile({ tables: ['b_big', 'c_last'] }, async (table, read) => {
    if (table !== 'b_big' || read < 5000 || altered) return
    altered = true
    await candidate.connection.query('ALTER TABLE b_big CHANGE v renamed INT')
  })
  expect(tableOf(report, 'b_big')).toMatchObject({
    state: 'drifted', // what was found before stays known
    changed: 1,
    exact: false,
    why: expect.stringContaining('its columns were altered during the check'),
  })
  expect(tableOf(report, 'c_last')).toMatchObject({ state: 'in-step' })
  expect(report).toMatchObject({ complete: false })
  await candidate.connection.query('ALTER TABLE b_big CHANGE renamed v INT')
})

test('a table that is dropped during the check is unreadable', async () => {
  for (const { connection } of [legacy, candidate]) await connection.query('CREATE TABLE a_gone (id INT PRIMARY KEY)')
  const report = await checkWhile({ tables: ['a_*'] }, async (table) => {
    if (table === 'a_gone') await candidate.connection.query('DROP TABLE IF EXISTS a_gone')
  })
  expect(['unreadable', 'in-step']).toContain(tableOf(report, 'a_gone')?.state)
  expect(tableOf(report, 'a_small')?.state).toBe('in-step')
  await legacy.connection.query('DROP TABLE a_gone')
})

test('a table that the user may not read is said to be unreadable; a column that is hidden from the user looks absent', async () => {
  const root = await createConnection({
    uri: candidate.dsn.replace('app:boutique', 'root'),
    multipleStatements: true,
  })
  await root.query(
    `CREATE USER narrow IDENTIFIED BY 'n'; GRANT SELECT ON drift_faults.a_small TO narrow; GRANT SELECT (id) ON drift_faults.b_big TO narrow;
     GRANT INSERT ON drift_faults.c_last TO narrow`,
  )
  await root.end()
  const narrow = new URL(candidate.dsn)
  narrow.username = 'narrow'
  narrow.password = 'n'
  const { status, out } = await sosie(['drift', '--legacy-db', legacy.dsn, '--candidate-db', narrow.href, '--json'])
  const { tables } = JSON.parse(out) as DriftReport
  expect(tables.map(({ table, state, why }) => [table, state, why])).toEqual([
    ['a_small', 'in-step', undefined],
    ['b_big', 'in-step', undefined], // by the columns that it may see
    ['c_last', 'unreadable', expect.stringContaining('may not read')],
  ])
  expect(tables[1]?.columns.onlyLegacy).toEqual(['v'])
  expect(status).toBe(3)
})

test('a wrong password, and a server that is not there, end with 3 and say which side', async () => {
  const wrong = new URL(candidate.dsn)
  wrong.password = 'wrong'
  const denied = await sosie(['drift', '--legacy-db', legacy.dsn, '--candidate-db', wrong.href])
  expect([denied.status, denied.err]).toEqual([3, expect.stringContaining('The candidate database cannot be reached')])
  const nobody = await sosie(['drift', '--legacy-db', 'mysql://a@127.0.0.1:1/x', '--candidate-db', candidate.dsn])
  expect([nobody.status, nobody.err]).toEqual([3, expect.stringContaining('The legacy database cannot be reached')])
})

test('a lock on a table and a limit that is too short are reasons, not hangs', async () => {
  await legacy.connection.query('LOCK TABLES a_small WRITE')
  const locked = await checkWhile({ tables: ['a_small'] }, () => Promise.resolve())
  await legacy.connection.query('UNLOCK TABLES')
  expect(tableOf(locked, 'a_small')).toMatchObject({ state: 'unreadable', why: expect.stringContaining('lock') })
  const short = await checkWhile({ tables: ['b_big'], statementMs: 1, chunk: rows }, () => Promise.resolve())
  expect(tableOf(short, 'b_big')?.why).toContain('--statement-timeout')
}, 30_000)

test('what replication brings while the check waits is no drift', async () => {
  const report = await checkWhile({ tables: ['b_big'], lagMs: 1500 }, async (_, read) => {
    if (read > 0) return
    await new Promise((resolve) => setTimeout(resolve, 500))
    await candidate.connection.query('UPDATE b_big SET v = 1 WHERE id = 3')
  })
  expect(tableOf(report, 'b_big')).toMatchObject({ state: 'in-step' })
  await candidate.connection.query('UPDATE b_big SET v = 2 WHERE id = 3')
})

test('while a server is busy the check waits, and says so', async () => {
  const sleepers = await Promise.all([1, 2, 3].map(() => createConnection({ uri: candidate.dsn })))
  const sleeping = sleepers.map((connection) => connection.query('SELECT SLEEP(2)'))
  const busy: string[] = []
  const started = performance.now()
  const events = { reading: () => undefined, read: () => undefined, busy: (side: string) => void busy.push(side) }
  const dsns = { legacy: legacy.dsn, candidate: candidate.dsn }
  const report = await compareData(
    dsns,
    { ...options, tables: ['a_small'], maxLoad: 2 },
    events,
    new AbortController().signal,
  )
  expect(performance.now() - started).toBeGreaterThan(1000)
  expect(busy).toContain('candidate')
  expect(report.tables).toMatchObject([{ table: 'a_small', state: 'in-step' }])
  await Promise.all(sleeping)
  await Promise.all(sleepers.map((connection) => connection.end()))
})

test('the check writes nothing, also not by a user who may', async () => {
  const { openSide } = await import('../../src/drift/side.js')
  for (const side of ['legacy', 'candidate'] as const) {
    const session = await openSide(side, { legacy, candidate }[side].dsn, { statementMs: 1000 })
    await expect(session.rows('DELETE FROM a_small')).rejects.toMatchObject({ errno: 1792 })
    await session.close()
  }
})

interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<{ status: number | null; report: DriftReport; err: string }>
}

/** The command over all tables, slow enough to be disturbed; resolves when it reads the big table. */
function startSlowly(): Running {
  const flags = [
    '--json',
    '--chunk',
    '100',
    '--pause',
    '50',
    '--legacy-db',
    legacy.dsn,
    '--candidate-db',
    candidate.dsn,
  ]
  const child = spawn(process.execPath, ['dist/main.js', 'drift', ...flags])
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<{ status: number | null; report: DriftReport; err: string }>((resolve) =>
    child.once('close', (status) => resolve({ status, report: JSON.parse(out) as DriftReport, err })),
  )
  return { child, ended }
}

const disturbAfterMs = 4000

test('Ctrl-C ends it with what is known, and says where to go on', async () => {
  const { child, ended } = startSlowly()
  setTimeout(() => child.kill('SIGINT'), disturbAfterMs)
  const { status, report, err } = await ended
  expect(report).toMatchObject({ complete: false, ended: 'It was stopped.', next: 'b_big' })
  expect(tableOf(report, 'a_small')?.state).toBe('in-step')
  expect(tableOf(report, 'b_big')).toMatchObject({
    state: 'drifted',
    changed: 1,
    exact: false,
    rows: [{ key: { id: '3' } }],
  })
  expect(tableOf(report, 'c_last')?.state).toBe('unchecked')
  expect(err).toContain('What is known is partial. Go on with --from b_big.')
  expect(status).toBe(1)
}, 30_000)

test('a server that dies ends it with 3, and what was read is kept', async () => {
  const pid = lab.parts.find(({ part }) => part === 'candidate MySQL')?.pid ?? 0
  expect(pid).toBeGreaterThan(0)
  const { ended } = startSlowly()
  setTimeout(() => process.kill(pid, 'SIGKILL'), disturbAfterMs)
  const { status, report, err } = await ended
  expect(status).toBe(3)
  expect(err).toContain('The candidate database was lost in the middle of the check')
  expect(err).toContain('Go on with --from b_big.')
  expect(tableOf(report, 'a_small')?.state).toBe('in-step')
  expect(tableOf(report, 'b_big')).toMatchObject({
    state: 'drifted',
    changed: 1,
    exact: false,
    why: 'the server was lost before its end',
  })
  expect(tableOf(report, 'c_last')?.state).toBe('unchecked')
}, 30_000)
