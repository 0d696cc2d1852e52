import { deflateSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { conversation, type Conversation, type ConversationPorts } from '../../src/mysql/conversation.js'
import { asFrame } from '../../src/mysql/frames.js'
import { framed } from '../../src/mysql/packets.js'
import type { Statement } from '../../src/model/statement.js'
import {
  commandOf,
  execute,
  failure,
  fetched,
  greeting,
  login,
  ok,
  openCursor,
  prepare,
  preparedAs,
  query,
  resultSet,
  sslRequest,
  withStatementId,
} from '../support/mysql-wire.js'

function aConversation(sessionStatement?: string, over: Partial<ConversationPorts> = {}) {
  const statements: Statement[] = []
  const toClient: Buffer[] = []
  const toServer: Buffer[] = []
  const talk = conversation(1, sessionStatement, {
    toClient: (bytes) => toClient.push(bytes),
    toServer: (bytes) => toServer.push(bytes),
    statement: (statement) => statements.push(statement),
    now: () => 0,
    ...over,
  })
  return { talk, statements, heard: () => Buffer.concat(toClient), asked: () => Buffer.concat(toServer) }
}

function deflated(packets: Buffer): Buffer {
  const small = deflateSync(packets)
  const header = Buffer.alloc(7)
  header.writeUIntLE(small.length, 0, 3)
  header.writeUIntLE(packets.length, 4, 3)
  return Buffer.concat([header, small])
}

type Turn = readonly [from: 'client' | 'server', bytes: Buffer]

const loggedIn: readonly Turn[] = [
  ['server', greeting()],
  ['client', login()],
  ['server', ok(2)],
]

const visit: readonly Turn[] = [
  ...loggedIn,
  ['client', query('SELECT a FROM t')],
  ['server', resultSet(['x', 'y'], { warnings: 1 })],
  ['client', query('UPDATE t SET a=1')],
  ['server', ok(1, { affected: 3, insertId: 7 })],
  ['client', query('SELECT nope')],
  ['server', failure(1054, '42S22', 'Unknown column')],
  ['client', query('CALL two()')],
  ['server', Buffer.concat([resultSet(['x'], { status: 0x0a }), resultSet(['y', 'z'], { status: 0x0a }), ok(1)])],
  ['client', prepare('SELECT a FROM t WHERE b = ? AND c = ?')],
  ['server', preparedAs(5, 2)],
  ['client', withStatementId(0x18, 5, Buffer.from('\x01\0long'))],
  ['client', execute(5, ['one', 'two'])],
  ['server', resultSet(['x'])],
  ['client', execute(5, ['three', 'four'], true)],
  ['server', openCursor()],
  ['client', withStatementId(0x1c, 5, Buffer.from([2, 0, 0, 0]))],
  ['server', fetched(['x', 'y'], false)],
  ['client', withStatementId(0x1c, 5, Buffer.from([2, 0, 0, 0]))],
  ['server', fetched(['z'], true)],
  ['client', withStatementId(0x19, 5)],
  ['client', query("LOAD DATA LOCAL INFILE 'f' INTO TABLE t")],
  ['server', framed(Buffer.from('\xfbf', 'latin1'), 1)],
  ['client', Buffer.concat([framed(Buffer.from('\x03SELECT 1'), 0), framed(Buffer.alloc(0), 1)])],
  ['server', ok(2, { affected: 9 })],
  ['client', query('SET NAMES latin1')],
  ['server', ok(1)],
  ['client', framed(Buffer.from("\x03SELECT 'é'", 'latin1'), 0)],
  ['server', resultSet(['x', 'y'])],
  ['client', commandOf(0x0e)],
  ['server', ok(1)],
  ['client', commandOf(0x01)],
]

function play(talk: Conversation, turns: readonly Turn[], cut: number): void {
  for (const [from, bytes] of turns) {
    for (let at = 0; at < bytes.length; at += cut) {
      const chunk = bytes.subarray(at, at + cut)
      if (from === 'client') talk.fromClient(chunk)
      else talk.fromServer(chunk)
    }
  }
}

const bytesFrom = (from: 'client' | 'server', turns: readonly Turn[]): Buffer =>
  Buffer.concat(turns.filter(([who]) => who === from).map(([, bytes]) => bytes))

test('statements are read with all that the server says of them, however the streams are cut', () => {
  const whole = aConversation()
  play(whole.talk, visit, Infinity)
  expect(whole.statements).toMatchObject([
    { sql: 'SELECT a FROM t', rows: 2, warnings: 1, status: 2, charset: 'utf8' },
    { sql: 'UPDATE t SET a=1', affectedRows: 3, insertId: 7 },
    { sql: 'SELECT nope', error: { errno: 1054, sqlState: '42S22', message: 'Unknown column' } },
    { sql: 'CALL two()', rows: 3, results: 3 },
    { sql: 'SELECT a FROM t WHERE b = ? AND c = ?', parameters: ['one', '(long data)'], rows: 1 },
    { sql: 'SELECT a FROM t WHERE b = ? AND c = ?', parameters: ['three', 'four'], rows: 3 },
    { sql: "LOAD DATA LOCAL INFILE 'f' INTO TABLE t", affectedRows: 9 },
    { sql: 'SET NAMES latin1', charset: 'utf8' },
    { sql: "SELECT 'é'", charset: 'latin1', rows: 2 },
  ])
  const longest = Math.max(...visit.map(([, bytes]) => bytes.length))
  for (let cut = 1; cut <= longest; cut += 1) {
    const { talk, statements, asked } = aConversation()
    play(talk, visit, cut)
    expect(statements).toEqual(whole.statements)
    expect(asked()).toEqual(bytesFrom('client', visit))
    expect(talk).toMatchObject({ busy: false, unread: undefined })
  }
})

test('bytes flow unchanged but for the abilities that would hide statements; TLS and compression stay on offer', () => {
  const { talk, heard } = aConversation()
  play(talk, visit, 7)
  const first = greeting().length
  expect(heard().subarray(first)).toEqual(bytesFrom('server', visit).subarray(first))
  const abilities = heard().readUInt16LE(4 + 1 + 7 + 4 + 8 + 1)
  expect(abilities & 0x820).toBe(0x820)
  const upper = heard().readUInt16LE(4 + 1 + 7 + 4 + 8 + 1 + 5)
  expect(upper & 0x0600).toBe(0)
})

test('equal rows have equal hashes in any order, and other rows have others', () => {
  const hashesOf = (rows: readonly string[]) => {
    const { talk, statements } = aConversation()
    play(talk, [...loggedIn, ['client', query('SELECT a')], ['server', resultSet(rows)]], 3)
    return statements[0]?.rowsHash
  }
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 20, unit: 'grapheme-ascii' }), { minLength: 1 }), (rows) => {
      const [straight, back] = [hashesOf(rows), hashesOf([...rows].reverse())]
      expect(back?.unordered).toBe(straight?.unordered)
      const palindrome = rows.every((row, index) => row === rows[rows.length - 1 - index])
      expect(back?.ordered === straight?.ordered).toBe(palindrome)
      expect(hashesOf([...rows, ''])?.unordered).not.toBe(straight?.unordered)
    }),
  )
  expect(hashesOf([])).toBeUndefined()
  expect(hashesOf(['ab', 'c'])?.unordered).not.toBe(hashesOf(['a', 'bc'])?.unordered)
})

test('a session statement runs before the client hears that it is logged in, and the client never sees its answer', () => {
  const { talk, heard, asked, statements } = aConversation('SET SESSION query_cache_type=OFF')
  play(talk, loggedIn, 100)
  expect(asked().toString('latin1')).toContain('SET SESSION query_cache_type=OFF')
  expect(heard().length).toBe(greeting().length)
  talk.fromServer(ok(1))
  expect(heard().subarray(greeting().length)).toEqual(ok(2))
  play(talk, visit.slice(3, 5), 100)
  expect(statements.map(({ sql }) => sql)).toEqual(['SELECT a FROM t'])
})

test.each([
  ['a change of user', commandOf(0x11, Buffer.from('app\0\0shop\0\x08\0'))],
  ['a reset of the connection', commandOf(0x1f)],
])('the session statement runs again after %s, and what was prepared is gone', (_, again) => {
  const { talk, heard, asked, statements } = aConversation('SET @x=1')
  play(talk, [...loggedIn, ['server', ok(1)]], 1)
  play(talk, [...visit.slice(11, 13), ['client', again], ['server', ok(1)]], 1)
  expect(asked().toString('latin1').split('SET @x=1')).toHaveLength(3)
  const before = heard().length
  talk.fromServer(ok(1))
  expect(heard().subarray(before)).toEqual(ok(1))
  play(
    talk,
    [
      ['client', query('SELECT 1')],
      ['server', resultSet(['1'])],
    ],
    5,
  )
  expect(statements.at(-1)).toMatchObject({ sql: 'SELECT 1', rows: 1 })
})

test('a compressed connection is read, with its session statement, however it is cut', () => {
  const inFrames = (turns: readonly Turn[]): Turn[] =>
    turns.map(([from, bytes], index) => [from, index % 2 === 0 ? asFrame(bytes) : deflated(bytes)])
  const start: readonly Turn[] = [
    ['server', greeting()],
    ['client', login(1, 33, 0x20)],
    ['server', ok(2)],
    ['server', asFrame(ok(1))],
  ]
  const reset: readonly Turn[] = [...inFrames([['client', commandOf(0x1f)]]), ['server', asFrame(ok(1))]]
  for (const cut of [1, 2, 3, 7, 50, 1000]) {
    const { talk, statements, asked, heard } = aConversation('SET @x=1')
    play(talk, [...start, ...inFrames(visit.slice(3)), ...reset, ['server', asFrame(ok(1))]], cut)
    expect(statements).toMatchObject([{ rows: 2 }, { affectedRows: 3 }, {}, { rows: 3 }, {}, {}, {}, {}, { rows: 2 }])
    expect(asked().toString('latin1').split('SET @x=1')).toHaveLength(3)
    expect(talk.unread).toBeUndefined()
    expect(heard().subarray(-11)).toEqual(asFrame(ok(1)).subarray(-11))
  }
})

test('attributes of a query stand before its text, and names before the values of an execution', () => {
  const attribute = Buffer.concat([Buffer.from([1, 1, 0, 1, 0xfd, 0, 3]), Buffer.from('key'), Buffer.from('\x05value')])
  const { talk, statements } = aConversation()
  play(
    talk,
    [
      ['server', greeting()],
      ['client', login(1, 33, 1 << 27)],
      ['server', ok(2)],
    ],
    1,
  )
  play(
    talk,
    [
      ['client', commandOf(3, Buffer.concat([attribute, Buffer.from('SELECT 1')]))],
      ['server', ok(1)],
    ],
    1,
  )
  play(
    talk,
    [
      ['client', commandOf(3, Buffer.from('\0\x01SELECT 2'))],
      ['server', ok(1)],
    ],
    1,
  )
  const named = Buffer.concat([Buffer.from([5, 0, 0, 0, 8, 1, 0, 0, 0, 2, 0, 1, 0xfd, 0, 0, 0xfd, 0, 3])])
  const bound = Buffer.concat([named, Buffer.from('key'), Buffer.from('\x03one\x05value')])
  play(
    talk,
    [
      ['client', prepare('SELECT ?')],
      ['server', preparedAs(5, 1)],
      ['client', commandOf(0x17, bound)],
    ],
    1,
  )
  talk.fromServer(ok(1))
  expect(statements).toMatchObject([{ sql: 'SELECT 1' }, { sql: 'SELECT 2' }, { sql: 'SELECT ?', parameters: ['one'] }])

  const session = aConversation('SET @x=1')
  play(
    session.talk,
    [
      ['server', greeting()],
      ['client', login(1, 33, 1 << 27)],
      ['server', ok(2)],
    ],
    100,
  )
  expect(session.asked().toString('latin1').endsWith('\x03\0\x01SET @x=1')).toBe(true)
})

test('a session statement that the server refuses is told, and the client goes on', () => {
  const said: string[] = []
  const { talk, heard } = aConversation('SET SESSION query_cache_type=OFF', { fault: (words) => void said.push(words) })
  play(talk, [...loggedIn, ['server', failure(1193, 'HY000', 'Unknown system variable')]], 1)
  expect(said).toEqual(['cannot run "SET SESSION query_cache_type=OFF": 1193 Unknown system variable'])
  expect(heard().subarray(greeting().length)).toEqual(ok(2))
})

test('a command longer than 16 MB is one command, and what is kept of it is bounded', () => {
  const { talk, statements, asked } = aConversation()
  const part = Buffer.alloc(0xffffff, 0x61)
  part.write('\x03SELECT ')
  const sent = Buffer.concat([framed(part, 0), framed(Buffer.from('tail'), 1)])
  play(talk, [...loggedIn, ['client', sent], ['server', resultSet(['x'])]], 1 << 20)
  expect(statements).toMatchObject([{ rows: 1 }])
  expect(statements[0]?.sql).toMatch(/^SELECT a{1000}/)
  expect(statements[0]?.sql.length).toBeLessThan(300_000)
  expect(asked().length).toBe(login().length + sent.length)
})

test('a parameter longer than what is kept does not end the reading', () => {
  const { talk, statements } = aConversation()
  play(talk, [...loggedIn, ['client', prepare('INSERT ?, ?, ?')], ['server', preparedAs(1, 3)]], 100)
  play(
    talk,
    [
      ['client', execute(1, ['one', 'x'.repeat(1 << 20), 'three'])],
      ['server', ok(1)],
    ],
    1 << 16,
  )
  expect(statements).toMatchObject([{ parameters: ['one', '(not kept)', '(not kept)'] }])
})

test('an encrypted connection flows unread', () => {
  const { talk, heard, asked } = aConversation()
  const secret: readonly Turn[] = [
    ['client', Buffer.concat([sslRequest(), Buffer.from('client hello')])],
    ['server', Buffer.from('server hello')],
    ['client', Buffer.from('secret')],
  ]
  play(talk, [['server', greeting()], ...secret], 5)
  expect(talk.unread).toBe('tls')
  expect(asked()).toEqual(bytesFrom('client', secret))
  expect(heard().subarray(greeting().length)).toEqual(bytesFrom('server', secret))
})

test('with a certificate the bytes behind the request for TLS go to it, and what it decrypts is read', () => {
  for (let cut = 1; cut < 60; cut += 1) {
    const early: Buffer[] = []
    const { talk, asked, statements } = aConversation(undefined, { secure: (bytes) => early.push(bytes) })
    const asking = Buffer.concat([sslRequest(), Buffer.from('hello')])
    play(talk, [['server', greeting()]], cut)
    for (let at = 0; early.length === 0; at += cut) talk.fromClient(asking.subarray(at, at + cut))
    expect(asked()).toEqual(sslRequest())
    expect('hello'.startsWith(Buffer.concat(early).toString())).toBe(true)
    play(talk, [['client', login(2)], ['server', ok(3)], ...visit.slice(3, 5)], cut)
    expect(statements).toMatchObject([{ sql: 'SELECT a FROM t', rows: 2 }])
  }
})

test('whatever comes at whatever moment, every byte is passed on and nothing is thrown', () => {
  const sides = fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ minLength: 1, maxLength: 80 })))
  fc.assert(
    fc.property(fc.nat({ max: visit.length }), sides, (moment, chunks) => {
      const { talk, asked, heard } = aConversation()
      const before = visit.slice(0, moment)
      play(talk, before, 100)
      const garbage = chunks.map(([client, bytes]): Turn => [client ? 'client' : 'server', Buffer.from(bytes)])
      play(talk, garbage, 100)
      talk.serverEnded()
      expect(asked()).toEqual(bytesFrom('client', [...before, ...garbage]))
      expect(heard().length).toBe(bytesFrom('server', [...before, ...garbage]).length)
    }),
    { numRuns: 500 },
  )
})

test('a session statement that meets garbage still releases what the client waits for', () => {
  const { talk, heard } = aConversation('SET @x=1')
  play(talk, loggedIn, 100)
  talk.fromServer(framed(Buffer.from([0]), 1)) // an OK packet that ends after its first byte
  expect(heard().subarray(greeting().length)).toEqual(ok(2))
  expect(talk.unread).toBe('fault')
})
