import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { conversation, type Conversation } from '../../../src/capture/sql/conversation.js'
import type { Statement } from '../../../src/model/statement.js'
import { failure, greeting, login, ok, query, resultSet } from '../../support/mysql-wire.js'

function aConversation(sessionStatement?: string) {
  const statements: Statement[] = []
  const toClient: Buffer[] = []
  const toServer: Buffer[] = []
  const talk = conversation(1, sessionStatement, {
    toClient: (bytes) => toClient.push(bytes),
    toServer: (bytes) => toServer.push(bytes),
    statement: (statement) => statements.push(statement),
    now: () => 0,
  })
  return { talk, statements, heard: () => Buffer.concat(toClient), asked: () => Buffer.concat(toServer) }
}

type Turn = readonly [from: 'client' | 'server', bytes: Buffer]

const visit: readonly Turn[] = [
  ['server', greeting()],
  ['client', login()],
  ['server', ok(2)],
  ['client', query('SELECT a FROM t')],
  ['server', resultSet(['x', 'y'], { warnings: 1 })],
  ['client', query('UPDATE t SET a=1')],
  ['server', ok(1, { affected: 3 })],
  ['client', query('SELECT nope')],
  ['server', failure(1054, '42S22', 'Unknown column')],
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

test('statements are read with rows, affected rows, warnings and errors, however the streams are cut', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), (cut) => {
      const { talk, statements } = aConversation()
      play(talk, visit, cut)
      expect(statements).toMatchObject([
        { sql: 'SELECT a FROM t', rows: 2, warnings: 1 },
        { sql: 'UPDATE t SET a=1', affectedRows: 3 },
        { sql: 'SELECT nope', error: { errno: 1054, sqlState: '42S22', message: 'Unknown column' } },
      ])
    }),
  )
})

test('bytes flow unchanged but for the abilities that would hide statements', () => {
  const { talk, heard, asked } = aConversation()
  play(talk, visit, 7)
  const sent = (from: 'client' | 'server'): Buffer =>
    Buffer.concat(visit.filter(([who]) => who === from).map(([, bytes]) => bytes))
  expect(asked()).toEqual(sent('client'))
  const first = greeting().length
  expect(heard().subarray(first)).toEqual(sent('server').subarray(first))
  expect(heard().subarray(0, first)).not.toEqual(greeting())
})

test('a session statement runs before the client hears that it is logged in, and the client never sees its answer', () => {
  const { talk, heard, asked, statements } = aConversation('SET SESSION query_cache_type=OFF')
  play(talk, visit.slice(0, 3), 100)
  expect(asked().toString('latin1')).toContain('SET SESSION query_cache_type=OFF')
  expect(heard().length).toBe(greeting().length)
  talk.fromServer(ok(1))
  expect(heard().subarray(greeting().length)).toEqual(ok(2))
  play(talk, visit.slice(3, 5), 100)
  expect(statements.map(({ sql }) => sql)).toEqual(['SELECT a FROM t'])
})

test('whatever comes, bytes are passed on and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ minLength: 1, maxLength: 80 }))), (chunks) => {
      const { talk, asked } = aConversation()
      play(talk, visit.slice(0, 3), 100)
      const before = asked().length
      for (const [client, bytes] of chunks) {
        if (client) talk.fromClient(Buffer.from(bytes))
        else talk.fromServer(Buffer.from(bytes))
      }
      expect(asked().length - before).toBe(
        chunks.filter(([client]) => client).reduce((sum, [, bytes]) => sum + bytes.length, 0),
      )
    }),
  )
})
