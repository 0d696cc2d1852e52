import { readFile } from 'node:fs/promises'
import { createConnection as dial, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { createConnection } from 'mysql2/promise'
import type { TapAddress } from '../../src/tap/messages.js'
import type { openTaps as openTapsOf, Taps } from '../../src/tap/taps.js'
import type { Statement, StatementsOfRequest } from '../../src/model/statement.js'
import { makeCertificateFiles, type CertificateFiles } from '../support/certificate.js'
import type { Side } from '../../lab/src/side.js'
import { freePorts, startSqlStacks, type SqlPool, type SqlStacks } from '../support/sql-stacks.js'

jest.setTimeout(20_000)

/** A lane of each PHP on each server. */
const lanes = (['legacy', 'candidate'] as const).flatMap((php) =>
  (['legacy', 'candidate'] as const).map((mysql) => ({ name: `${php}-php-${mysql}-mysql`, php, mysql })),
)
type LaneName = string
/** As built: taps have a thread. */
const builtTaps: string = '../../dist/tap/taps.js'

let stacks: SqlStacks
let certificate: CertificateFiles
let stray: readonly [spare: number, dead: number]
const taps = new Map<string, Taps>()
const faults: string[] = []
const tlsPorts = new Map<LaneName, number>()

beforeAll(async () => {
  const ports = await freePorts(lanes.length * 2 + 2)
  stray = [ports[lanes.length * 2] ?? 0, ports[lanes.length * 2 + 1] ?? 0]
  const pools: SqlPool[] = lanes.map((lane, index) => ({ ...lane, children: 1, port: ports[index] ?? 0 }))
  stacks = await startSqlStacks(pools)
  certificate = makeCertificateFiles('tap.example', stacks.folder)
  const [cert, key] = [await readFile(certificate.certFile, 'utf8'), await readFile(certificate.keyFile, 'utf8')]
  for (const [index, { name, mysql }] of lanes.entries()) {
    const target = targetOf(mysql)
    const tlsPort = ports[lanes.length + index] ?? 0
    tlsPorts.set(name, tlsPort)
    const tls = { cert, key, ca: await caOf(mysql), verify: true }
    await open({ name, listen: { host: '127.0.0.1', port: ports[index] ?? 0 }, target })
    await open({ name: `${name}-tls`, listen: { host: '127.0.0.1', port: tlsPort }, target, tls })
  }
  for (const side of ['legacy', 'candidate'] as const)
    await ask(side, ['SET GLOBAL local_infile = 1', 'SET GLOBAL max_allowed_packet = 67108864'])
}, 120_000)

afterAll(async () => {
  await Promise.all([...taps.values()].map((tap) => tap.close()))
  await stacks.stop()
})

async function open(address: TapAddress): Promise<void> {
  const { openTaps } = (await import(builtTaps)) as { openTaps: typeof openTapsOf }
  const events = {
    fault: (message: string) => void faults.push(message),
    died: (error: Error) => void faults.push(error.message),
  }
  taps.set(address.name, await openTaps([address], events))
}

const unreadBy = async (tap: string): Promise<number> => (await taps.get(tap)?.counters())?.unread ?? 0
const sessionStatement = async (tap: string, sql?: string): Promise<void> =>
  taps.get(tap)?.setSessionStatement(tap, sql)

function caOf(side: Side): Promise<string> {
  return readFile(stacks.caOf(side), 'utf8')
}

function targetOf(side: Side): { host: string; port: number } {
  const { host, port } = stacks.databases[side]
  return { host, port }
}

/** Around the tap. */
async function ask(side: Side, statements: readonly string[]): Promise<void> {
  const { name, ...address } = stacks.databases[side]
  const connection = await createConnection({ ...address, database: name })
  for (const statement of statements) await connection.query(statement)
  await connection.end()
}

interface Seen extends StatementsOfRequest {
  /** What PHP says it saw. */
  readonly php: unknown
  readonly sql: readonly string[]
}

async function ran(lane: LaneName, query: string, tap = lane): Promise<Seen> {
  const answer = await fetch(`${stacks.url(lane)}/protocol.php?case=${query}`)
  const text = await answer.text()
  const seen = await taps.get(tap)?.collect(tap)
  if (seen === undefined) throw new Error(`no tap ${tap}`)
  return { ...seen, php: text.startsWith('<') ? text : JSON.parse(text), sql: seen.statements.map(({ sql }) => sql) }
}

const find = ({ statements }: Seen, start: string): Statement | undefined =>
  statements.find(({ sql }) => sql.startsWith(start))

describe.each(lanes)('$name', ({ name, mysql }) => {
  test('text: rows, their hashes, affected rows, insert id, warnings, status flags', async () => {
    const seen = await ran(name, 'text')
    expect(seen).toMatchObject({ php: { rows: 3, warnings: 1 }, attribution: 'exact' })
    expect(find(seen, 'INSERT')).toMatchObject({ affectedRows: 3, insertId: 1 })
    expect(find(seen, 'UPDATE')).toMatchObject({ affectedRows: 2, rows: 0 })
    expect(find(seen, 'SELECT CAST')).toMatchObject({ rows: 1, warnings: 1 })
    const [up, down] = seen.statements.filter(({ sql }) => sql.startsWith('SELECT id'))
    expect(up).toMatchObject({ rows: 3, status: expect.any(Number) })
    expect(down?.rowsHash?.unordered).toBe(up?.rowsHash?.unordered)
    expect(down?.rowsHash?.ordered).not.toBe(up?.rowsHash?.ordered)
  })

  test('errors carry their errno and SQLSTATE, of texts, of prepares and of executions', async () => {
    const { php, statements } = await ran(name, 'errors')
    const errors = statements.flatMap(({ error }) => (error === undefined ? [] : [`${error.errno} ${error.sqlState}`]))
    expect(errors).toEqual(['1054 42S22', '1064 42000', '1146 42S02', '1062 23000'])
    expect(errors).toEqual(php)
  })

  test('prepared statements come with the values that were bound, also those sent ahead in pieces', async () => {
    const seen = await ran(name, 'prepared')
    expect(seen.php).toMatchObject([[-7, 1.5, 'été', null, 1500], 'pdo'])
    expect(seen.statements).toMatchObject([
      { sql: 'SELECT ?, ?, ?, ?, LENGTH(?)', parameters: ['-7', 1.5, 'été', null, '(long data)'], rows: 1 },
      { sql: 'SELECT ? AS a', parameters: ['pdo'], rows: 1 },
    ])
  })

  test('several results of one text and of a procedure are one statement', async () => {
    const seen = await ran(name, 'multi')
    expect(seen.php).toEqual([2, 1, 1, 2])
    expect(find(seen, 'SELECT 1 UNION')).toMatchObject({ rows: 3, results: 3 })
    expect(find(seen, 'CALL')).toMatchObject({ rows: 3, results: 3 })
  })

  test('texts are read in the character set of their connection', async () => {
    const seen = await ran(name, 'charset')
    expect(seen.php).toMatchObject([expect.anything(), expect.anything()])
    expect(find(seen, "SELECT CHAR_LENGTH('été')")).toMatchObject({ charset: 'latin1', rows: 1 })
    expect(seen.statements.at(-1)).toMatchObject({ sql: "SELECT CHAR_LENGTH('été')", charset: 'utf8' })
  })

  test('init statements are seen', async () => {
    const seen = await ran(name, 'init')
    expect(seen.sql).toEqual(['SET @who = 7', 'SELECT @who', 'SET @who = 8', 'SELECT @who'])
  })

  test('a change of user goes through, and a session statement survives it', async () => {
    await sessionStatement(name, 'SET @x = 2')
    const seen = await ran(name, 'change-user')
    await sessionStatement(name)
    expect(seen.php).toMatchObject([true, expect.anything()])
    expect(seen.php).not.toMatchObject([true, '1'])
    expect(seen.sql).toEqual(['SET @x = 1', 'SELECT @x IS NULL'])
  })

  test('persistent connections: each request has its own statements', async () => {
    const first = await ran(name, 'persistent&n=1')
    const second = await ran(name, 'persistent&n=2')
    expect([first, second].map(({ attribution }) => attribution)).toEqual(['exact', 'exact'])
    expect(first.sql).toEqual(['SELECT 1', 'SELECT 100 + 1'])
    expect(second.sql).toEqual(['SELECT 2', 'SELECT 100 + 2'])
    expect((second.php as unknown[])[2]).toBe((first.php as unknown[])[2])
  })

  test('compressed connections are read', async () => {
    const { php, statements } = await ran(name, 'compressed')
    expect(php).toMatchObject(['100000', 100_000])
    expect(statements).toMatchObject([{ rows: 1 }, { rows: 1 }])
  })

  test('TLS is passed on unread, counted, and said', async () => {
    const before = await unreadBy(name)
    const seen = await ran(name, 'tls')
    expect(seen).toMatchObject({ php: { encrypted: true }, statements: [], attribution: 'ambiguous' })
    expect(await unreadBy(name)).toBe(before + 1)
  })

  test("with a certificate of the user's that PHP trusts, TLS is read", async () => {
    const port = tlsPorts.get(name) ?? 0
    const loose = await ran(name, `tls&port=${port}`, `${name}-tls`)
    expect(loose).toMatchObject({ php: { encrypted: true }, attribution: 'exact' })
    expect(loose.sql).toEqual(["SHOW STATUS LIKE 'Ssl_cipher'", 'SELECT 42'])
    const checked = await ran(name, `tls&port=${port}&ca=${certificate.certFile}`, `${name}-tls`)
    expect(checked).toMatchObject({ php: { encrypted: true }, sql: loose.sql })
    expect(await ran(name, `text&port=${port}`, `${name}-tls`)).toMatchObject({
      php: { rows: 3 },
      attribution: 'exact',
    })
  })

  test('packets past 16 MB, both ways', async () => {
    const seen = await ran(name, 'big')
    expect(seen.php).toEqual([String(17 << 20), 17 << 20, '5'])
    expect(seen.statements).toMatchObject([{ rows: 1 }, { rows: 1 }, { sql: 'SELECT 5', rows: 1 }])
    expect(seen.statements[1]).not.toHaveProperty('rowsHash')
  })

  test('a local file of more packets than a sequence has numbers is no command', async () => {
    const seen = await ran(name, 'infile')
    expect(seen.php).toMatchObject([30_000, expect.anything()])
    expect(seen.statements.slice(-2)).toMatchObject([{ affectedRows: 30_000 }, { sql: 'SELECT 6', rows: 1 }])
  })

  test('rows out of a cursor belong to the statement that opened it', async () => {
    const seen = await ran(name, 'cursor')
    expect(seen.php).toMatchObject([[1, 2, 3, 4, 5], expect.anything()])
    expect(seen.statements).toMatchObject([
      { rows: 5, rowsHash: expect.anything() },
      { sql: 'SELECT 8', rows: 1 },
    ])
  })

  test('what a page does after its answer is given to no later request', async () => {
    const early = await ran(name, 'finish-early')
    expect(early).toMatchObject({ php: 'answered', sql: ['SELECT 11'] })
    const next = await ran(name, 'init')
    expect(next.sql).not.toContain('SELECT 12')
    expect(next.attribution).toBe('ambiguous')
    expect((await ran(name, 'init')).attribution).toBe('exact')
  })

  test('unix sockets, on both sides of the tap', async () => {
    const path = join(stacks.folder, `${name}-tap.sock`)
    await open({ name: `${name}-unix`, listen: { path }, target: { path: stacks.socketOf(mysql) } })
    const seen = await ran(name, `text&socket=${path}`, `${name}-unix`)
    expect(seen).toMatchObject({ php: { rows: 3 }, attribution: 'exact' })
    await expect(open({ name: 'second', listen: { path }, target: { path } })).rejects.toMatchObject({
      code: 'SOSIE_E_LISTEN',
      message: expect.stringContaining(path),
    })
  })

  test('a password goes through: in full when the server does not know it yet, fast when it does', async () => {
    const recorder = await recordingRelay(targetOf(mysql))
    await open({ name: `${name}-login`, listen: { host: '127.0.0.1', port: stray[0] }, target: recorder.address })
    await ask(mysql, ['FLUSH PRIVILEGES'])
    const logins = [0, 1].map(() => `login&port=${stray[0]}`)
    for (const query of logins) {
      const seen = await ran(name, query, `${name}-login`)
      expect(seen).toMatchObject({ php: 'app@%', sql: ['SELECT CURRENT_USER()'], attribution: 'exact' })
    }
    await taps.get(`${name}-login`)?.close()
    const methods = recorder.said.map((bytes) => /mysql_native_password|caching_sha2_password/.exec(bytes)?.[0])
    const keys = recorder.said.map((bytes) => bytes.includes('BEGIN PUBLIC KEY'))
    await recorder.close()
    expect(methods).toContain(mysql === 'legacy' ? 'mysql_native_password' : 'caching_sha2_password')
    expect(keys).toEqual(mysql === 'legacy' ? [false, false] : [true, false])
  })
})

test('a connection that is reset stays readable, and its session statement with it', async () => {
  const { user, password } = stacks.databases.candidate
  const port = stacks.databases.candidate.port
  await open({ name: 'reset', listen: { host: '127.0.0.1', port: stray[0] }, target: { host: '127.0.0.1', port } })
  await sessionStatement('reset', 'SET @x = 2')
  const connection = await createConnection({ host: '127.0.0.1', port: stray[0], user, password })
  await connection.query('SET @x = 1')
  await connection.reset()
  expect((await connection.query('SELECT @x AS x'))[0]).toEqual([{ x: 2 }])
  await connection.end()
  expect((await taps.get('reset')?.collect('reset'))?.statements.map(({ sql }) => sql)).toEqual([
    'SET @x = 1',
    'SELECT @x AS x',
  ])
})

test('a database that does not answer: PHP hears a clear error, the user one sentence, and when it is back all is well', async () => {
  const [, dead] = stray
  const listen = { host: '127.0.0.1', port: (await freePorts(1))[0] ?? 0 }
  await open({ name: 'dead', listen, target: { host: '127.0.0.1', port: dead } })
  for (let round = 0; round < 2; round += 1) {
    const { php, attribution } = await ran('legacy-php-legacy-mysql', `text&port=${listen.port}`, 'dead')
    const refused = `2003 The tap of dead cannot reach its database at 127.0.0.1:${dead} (ECONNREFUSED).`
    expect(php).toEqual({ refused })
    expect(attribution).toBe('exact')
  }
  expect(faults.filter((message) => message.includes('of dead'))).toHaveLength(1)
  const relay = await recordingRelay(targetOf('legacy'), dead)
  expect(await ran('legacy-php-legacy-mysql', `text&port=${listen.port}`, 'dead')).toMatchObject({ php: { rows: 3 } })
  await relay.close()
})

interface Relay {
  readonly address: { readonly host: string; readonly port: number }
  /** What the server said on each connection. */
  readonly said: string[]
  close(): Promise<void>
}

/** Passes bytes on and remembers the server's. */
async function recordingRelay(target: { host: string; port: number }, port = 0): Promise<Relay> {
  const said: string[] = []
  const sockets: Socket[] = []
  const server: Server = createServer((client) => {
    const upstream = dial(target)
    const index = said.push('') - 1
    upstream.on('data', (bytes: Buffer) => (said[index] = `${said[index] ?? ''}${bytes.toString('latin1')}`))
    client.pipe(upstream).pipe(client)
    for (const socket of [client, upstream]) socket.on('error', () => undefined)
    sockets.push(client, upstream)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    said,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
