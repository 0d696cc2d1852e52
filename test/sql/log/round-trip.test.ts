import fc from 'fast-check'
import { expect, test } from '@jest/globals'
import type { LogEntry } from '../../../src/sql/log/entry.js'
import { readLog } from '../../../src/sql/log/read.js'

interface Logged {
  readonly session: number
  readonly sql: string
}

/** Any bytes that may stand in a statement, but for a line break followed by what begins a new entry. */
const sql = fc
  .array(
    fc.oneof(
      fc.constantFrom('SELECT ', 'a', "'", '"', '\\', '\n', '  ', '#', '-- ', ';x', '\t5', '\u00e9', '\u00c3\u00a9'),
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((parts) => `SELECT${parts.join('')}.`)
const logged = fc.array(fc.record({ session: fc.integer({ min: 1, max: 999_999 }), sql }), {
  minLength: 1,
  maxLength: 8,
})
const pieceSize = fc.integer({ min: 1, max: 50 })

function slow({ session, sql: text }: Logged): string {
  return `# Time: 2026-11-24T08:00:00.000000Z\n# User@Host: app[app] @ localhost []  Id: ${session}\n# Query_time: 0.1  Lock_time: 0 Rows_sent: 1  Rows_examined: 1\nSET timestamp=1;\n${text};\n`
}

function general({ session, sql: text }: Logged): string {
  return `2026-11-24T08:00:00.000000Z\t${String(session).padStart(5)} Query\t${text}\n`
}

function read(log: string, size: number): Logged[] {
  const found: LogEntry[] = []
  const stream = readLog((entry) => void found.push(entry))
  const bytes = Buffer.from(log, 'latin1')
  for (let at = 0; at < bytes.length; at += size) stream.take(bytes.subarray(at, at + size))
  stream.end()
  return found.flatMap((entry) =>
    entry.kind === 'statement'
      ? [{ session: Number(entry.session), sql: entry.sql }]
      : [{ session: -1, sql: entry.kind }],
  )
}

test.each([
  ['slow', slow],
  ['general', general],
])('what a %s log was written with is read from it, however it comes in pieces', (_, write) => {
  fc.assert(
    fc.property(logged, pieceSize, (statements, size) => {
      expect(read(statements.map(write).join(''), size)).toEqual(statements)
    }),
  )
})

test('a log cut anywhere loses at most the statement at its end, and makes up none', () => {
  fc.assert(
    fc.property(logged, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (statements, share, isSlow) => {
      const whole = statements.map(isSlow ? slow : general).join('')
      const log = whole.slice(0, Math.floor(whole.length * share))
      const found = read(log, 16).filter(({ session }) => session !== -1)
      expect(found.length).toBeLessThanOrEqual(statements.length)
      for (const [at, each] of found.slice(0, -1).entries()) expect(each).toEqual(statements[at])
    }),
  )
})
