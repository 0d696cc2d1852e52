import { expect, test } from '@jest/globals'
import type { LogEntry } from '../../../src/sql/log/entry.js'
import { maxStatementLength } from '../../../src/sql/log/entry.js'
import { readLog } from '../../../src/sql/log/read.js'

/** What a log says, read in pieces of so many bytes. */
function entriesOf(log: string | Buffer, pieces = 7): LogEntry[] {
  const bytes = typeof log === 'string' ? Buffer.from(log) : log
  const entries: LogEntry[] = []
  const stream = readLog((entry) => void entries.push(entry))
  for (let at = 0; at < bytes.length; at += pieces) stream.take(bytes.subarray(at, at + pieces))
  stream.end()
  return entries
}

function statementsOf(log: string | Buffer): string[] {
  return entriesOf(log).flatMap((entry) => (entry.kind === 'statement' ? [`${entry.session}: ${entry.sql}`] : []))
}

const banner =
  '/usr/sbin/mysqld, Version: 5.7.29-log (MySQL Community Server (GPL)). started with:\n' +
  'Tcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime                 Id Command    Argument\n'

const slow57 = `${banner}# Time: 2026-11-24T08:00:00.123456Z
# User@Host: app[app] @ localhost [127.0.0.1]  Id:     5
# Query_time: 0.000421  Lock_time: 0.000090 Rows_sent: 1  Rows_examined: 12
use shop;
SET timestamp=1795507200;
SELECT id,
       name -- the name
FROM product
WHERE id = 3;
# Time: 2026-11-24T08:00:01.000000Z
# User@Host: app[app] @ localhost []  Id:     6
# Query_time: 0.000011  Lock_time: 0.000000 Rows_sent: 0  Rows_examined: 0
SET timestamp=1795507201;
# administrator command: Quit;
`

test('slow log of 5.7 and later: several lines, the database, what ends a session', () => {
  expect(entriesOf(slow57)).toEqual([
    { kind: 'database', session: '5', database: 'shop', line: 7 },
    {
      kind: 'statement',
      session: '5',
      sql: 'SELECT id,\n       name -- the name\nFROM product\nWHERE id = 3',
      line: 9,
    },
    { kind: 'quit', session: '6', line: 17 },
  ])
})

test('slow log of 5.6, 8 with more fields, Percona Server and MariaDB', () => {
  const log = `# Time: 150101 12:00:00
# User@Host: app[app] @  [10.0.0.1]  Id:     7
# Query_time: 0.1  Lock_time: 0.0 Rows_sent: 1  Rows_examined: 1
SET timestamp=1420113600;
SELECT 56;
# Time: 2026-11-24T08:00:00.000000Z
# User@Host: app[app] @ localhost []  Id:     8
# Query_time: 0.1  Lock_time: 0.0 Rows_sent: 1  Rows_examined: 1 Thread_id: 8 Errno: 0 Killed: 0 Bytes_received: 0 Start: 2026-11-24T08:00:00.000000Z
SET timestamp=1795507200;
SELECT 80;
# User@Host: app[app] @ localhost []  Id:     9
# Schema: shop  Last_errno: 0  Killed: 0
# Query_time: 0.1  Lock_time: 0.0  Rows_sent: 1  Rows_examined: 1  Rows_affected: 0
# Bytes_sent: 56  Tmp_tables: 0  Tmp_disk_tables: 0  Tmp_table_sizes: 0
# QC_Hit: No  Full_scan: Yes  Full_join: No  Tmp_table: No  Tmp_table_on_disk: No
# Filesort: No  Filesort_on_disk: No  Merge_passes: 0
SET timestamp=1795507200;
SELECT 'percona';
# User@Host: app[app] @ localhost []
# Thread_id: 10  Schema: shop  QC_hit: No
# Query_time: 0.1  Lock_time: 0.0  Rows_sent: 1  Rows_examined: 1
SET timestamp=1795507200;
SELECT 'mariadb';
`
  expect(statementsOf(log)).toEqual(['7: SELECT 56', '8: SELECT 80', "9: SELECT 'percona'", "10: SELECT 'mariadb'"])
})

test('before 5.6.2 a slow log names no thread: a session is a user on a host', () => {
  const log = `# User@Host: app[app] @ web1 []
# Query_time: 1  Lock_time: 0  Rows_sent: 1  Rows_examined: 1
SET insert_id=4,timestamp=1300000000;
SELECT 1;
`
  expect(statementsOf(log)).toEqual(['app[app] @ web1 []: SELECT 1'])
})

const general8 = `${banner}2026-11-24T08:00:00.000000Z\t    5 Connect\tapp@localhost on shop using TCP/IP
2026-11-24T08:00:00.000100Z\t    5 Query\tSET NAMES utf8
2026-11-24T08:00:00.000200Z\t    6 Connect\tapp@localhost on  using Socket
2026-11-24T08:00:00.000300Z\t    5 Query\tSELECT a,
       b
FROM t
2026-11-24T08:00:00.000400Z\t    6 Init DB\tother
2026-11-24T08:00:00.000500Z\t    6 Prepare\tSELECT * FROM p WHERE id = ?
2026-11-24T08:00:00.000600Z\t    6 Execute\tSELECT * FROM p WHERE id = 3
2026-11-24T08:00:00.000700Z\t    6 Close stmt\t
2026-11-24T08:00:00.000800Z\t    5 Quit\t
`

test('general log of 5.7 and later: threads among one another, prepared statements with their values', () => {
  expect(entriesOf(general8)).toEqual([
    { kind: 'connect', session: '5', line: 4 },
    { kind: 'database', session: '5', database: 'shop', line: 4 },
    { kind: 'statement', session: '5', sql: 'SET NAMES utf8', line: 5 },
    { kind: 'connect', session: '6', line: 6 },
    { kind: 'statement', session: '5', sql: 'SELECT a,\n       b\nFROM t', line: 7 },
    { kind: 'database', session: '6', database: 'other', line: 10 },
    { kind: 'statement', session: '6', sql: 'SELECT * FROM p WHERE id = 3', line: 12 },
    { kind: 'quit', session: '5', line: 14 },
  ])
})

test('general log of 5.6: the time stands only where the second changes', () => {
  const log =
    '150101 12:00:00\t    1 Connect\tapp@localhost on shop\n\t\t    1 Query\tSELECT 1\n150101 12:00:01\t   12 Query\tSELECT 2\n'
  expect(statementsOf(log)).toEqual(['1: SELECT 1', '12: SELECT 2'])
})

test('a log that is cut: its end is told with the line, what stands before it is read', () => {
  const cutSlow = slow57.slice(0, slow57.indexOf('FROM product'))
  expect(entriesOf(cutSlow).at(-1)).toEqual({ kind: 'cut', session: '5', line: 9 })
  const cutGeneral = general8.slice(0, general8.indexOf('FROM p WHERE id = 3') + 10)
  expect(entriesOf(cutGeneral).at(-1)).toEqual({ kind: 'cut', session: '6', line: 12 })
  expect(entriesOf(cutGeneral).filter(({ kind }) => kind === 'statement')).toHaveLength(2)
})

test('a log that begins in the middle of a statement: it is passed over', () => {
  expect(statementsOf(`  FROM t WHERE a = 1;\n${slow57.slice(banner.length)}`)).toHaveLength(1)
})

test('bytes that are no UTF-8 come through as they are', () => {
  const log = Buffer.concat([
    Buffer.from("150101 12:00:00\t    1 Query\tSELECT 'caf"),
    Buffer.from([0xe9]),
    Buffer.from("'\n"),
  ])
  const [entry] = entriesOf(log)
  expect(entry?.kind === 'statement' && Buffer.from(entry.sql, 'latin1').at(-2)).toBe(0xe9)
})

test('a statement longer than is kept is counted, not kept, and the next is read', () => {
  const log = `150101 12:00:00\t    1 Query\tSELECT '${'x'.repeat(maxStatementLength + 1)}'\n\t\t    1 Query\tSELECT 2\n`
  const entries = readAtOnce(log)
  expect(entries.map(({ kind, line }) => `${kind} ${line}`)).toEqual(['too-long 1', 'statement 2'])
})

test('line breaks of Windows make no difference', () => {
  expect(statementsOf(general8.replaceAll('\n', '\r\n'))[1]).toBe('5: SELECT a,\n       b\nFROM t')
})

test('what is no log of MySQL is hopeless, soon', () => {
  const stream = readLog(() => undefined)
  stream.take(Buffer.from('{"a": 1}\n'.repeat(30_000)))
  expect(stream.hopeless()).toBe(true)
  expect(stream.kind()).toBeUndefined()
})

function readAtOnce(log: string): LogEntry[] {
  return entriesOf(log, log.length)
}
