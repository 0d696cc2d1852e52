import { expect, test } from '@jest/globals'
import type { ReadPair } from '../../../src/compare/read/pair.js'
import { failedWrites, type FailedWrites } from '../../../src/diagnose/unpaired/failed-writes.js'
import type { Sighting } from '../../../src/model/finding.js'
import type { Headers } from '../../../src/model/http.js'
import { aReadPair, aRequest, aStatement } from '../../support/factories.js'

const session: Headers = [['Cookie', 'theme=dark; shop=4f1c0a9b77d24e6f8a3b5c6d7e8f9012']]
const thrown: Sighting = {
  cause: 'php-uncaught-error',
  key: '/srv/order.php:3',
  proof: 'log',
  severity: 'critical',
  title: 'Error in order.php:3',
  evidence: {},
}
const order = aStatement({ sql: 'INSERT INTO orders (article) VALUES (7)', affectedRows: 1 })
const write = (over: Parameters<typeof aReadPair>[0] = {}): ReadPair =>
  aReadPair({
    request: aRequest({ method: 'POST', target: '/order', headers: session, receivedAt: 100 }),
    route: 'POST /order',
    legacy: { response: { status: 302, headers: [['Location', '/thanks']] } },
    candidate: { response: { status: 500 } },
    ...over,
  })
const page = (headers: Headers = [], over: Parameters<typeof aReadPair>[0] = {}): ReadPair =>
  aReadPair({
    request: aRequest({ target: '/orders', headers, receivedAt: 200 }),
    legacy: { response: { html: '<p>1 order</p>' } },
    candidate: { response: { html: '<p>none</p>' } },
    ...over,
  })
const after = (pair: ReadPair, sightings: readonly Sighting[] = [thrown]): FailedWrites => {
  const writes = failedWrites()
  writes.judged(pair, sightings)
  return writes
}

test('a page of the client whose write failed follows from it', () => {
  expect(after(write()).shownBy(page(session))).toEqual({
    kind: 'failed-write',
    name: 'POST /order',
    follows: { finding: { cause: 'php-uncaught-error', key: '/srv/order.php:3' }, way: 'the session' },
  })
})

test('others do not, nor does a choice that many clients share, nor what was asked before', () => {
  const writes = after(write())
  expect(writes.shownBy(page())).toBeUndefined()
  expect(writes.shownBy(page([['Cookie', 'theme=dark']]))).toBeUndefined()
  const earlier = aRequest({ target: '/orders', headers: session, receivedAt: 99 })
  expect(writes.shownBy(page(session, { request: earlier }))).toBeUndefined()
})

test('a page that reads other rows of the table that legacy wrote follows, whoever asks; one that reads the same does not', () => {
  const legacy = { response: { status: 302 }, statements: [order], attribution: 'exact' } as const
  const writes = after(write({ legacy }))
  const reads = (rows: string) =>
    ({
      statements: [aStatement({ sql: 'SELECT * FROM orders', rowsHash: { ordered: rows, unordered: rows } })],
      attribution: 'exact',
    }) as const
  expect(writes.shownBy(page([], { control: reads('a'), candidate: reads('b') }))?.follows?.way).toBe(
    'the table orders',
  )
  expect(writes.shownBy(page([], { control: reads('a'), candidate: reads('a') }))).toBeUndefined()
})

test('a write that the server refused and the code swallowed is one as well', () => {
  const error = { errno: 1366, sqlState: 'HY000', message: 'Incorrect integer value' }
  const fine = { response: { status: 200 }, attribution: 'exact' } as const
  const refused = { legacy: fine, candidate: { ...fine, statements: [{ ...order, error }] } }
  const lost: Sighting = { ...thrown, cause: 'mysql-statement-refused', proof: 'signature' }
  const reading = page([], { candidate: { statements: [aStatement({ sql: 'SELECT * FROM orders' })] } })
  expect(after(write(refused), [lost]).shownBy(reading)?.name).toBe('POST /order')
  expect(after(write(refused), [{ ...lost, severity: 'info' }]).shownBy(reading)).toBeUndefined()
  expect(after(write(refused), [{ ...lost, proof: 'none' }]).shownBy(reading)).toBeUndefined()
})

test.each([
  ['a request that only reads', { request: aRequest({ headers: session, receivedAt: 100 }) }],
  ['one that legacy refused as well', { legacy: { response: { status: 403 } } }],
  ['one that the candidate took', { candidate: { response: { status: 302 } } }],
])('%s is no failed write', (_, over) => {
  expect(after(write(over), []).shownBy(page(session))).toBeUndefined()
})

test('a candidate that gave no answer has failed, though nothing is told of it', () => {
  const silent = write({ candidate: { failure: { kind: 'timeout', during: 'headers' } } })
  expect(after(silent, []).shownBy(page(session))).toEqual({ kind: 'failed-write', name: 'POST /order' })
})

test('a page on which the candidate dies follows from nothing', () => {
  expect(after(write()).shownBy(page(session, { candidate: { response: { status: 500 } } }))).toBeUndefined()
})

test('rows that were in step before the write and part after it follow, also where nobody saw what it wrote', () => {
  const rows = (hash: string) =>
    ({
      statements: [aStatement({ sql: 'SELECT * FROM orders', rows: 1, rowsHash: { ordered: hash, unordered: hash } })],
      attribution: 'exact',
    }) as const
  const at = (receivedAt: number): Parameters<typeof aReadPair>[0] => ({
    request: aRequest({ target: '/orders', receivedAt }),
  })
  const none = { statements: [aStatement({ sql: 'SELECT * FROM orders', rows: 0 })], attribution: 'exact' } as const
  const parted = page([], { ...at(200), control: rows('b'), candidate: rows('a') })
  const writes = failedWrites()
  writes.judged(write(), [thrown])
  expect(writes.shownBy(parted)).toBeUndefined()
  writes.judged(page([], { ...at(50), control: none, candidate: none }), [])
  expect(writes.shownBy(parted)?.follows?.way).toBe('the table orders')
  writes.judged(page([], { ...at(150), control: rows('c'), candidate: rows('c') }), [])
  expect(writes.shownBy(parted)).toBeUndefined()
})
