import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type { RowDataPacket } from 'mysql2/promise'
import { compareData } from '../../src/app/drift.js'
import type { DriftReport, TableDrift } from '../../src/drift/model.js'
import type { Lab } from '../../lab/src/lab.js'
import { startRealStacks } from '../support/lab.js'
import { sosie } from '../support/shadow-process.js'
import { dumpAndLoad, twoDatabases, type OneDatabase } from '../support/two-databases.js'

jest.setTimeout(30_000) // a command takes seconds to start on a busy machine

let lab: Lab
let legacy: OneDatabase
let candidate: OneDatabase
let close: () => Promise<void>

beforeAll(async () => {
  lab = await startRealStacks()
  ;({ legacy, candidate, close } = await twoDatabases(lab, 'drift_test'))
}, 180_000)

afterAll(async () => {
  await close()
  await lab.stop()
})

const options = {
  tables: [] as string[],
  ignore: [],
  chunk: 100,
  keys: 50,
  lagMs: 0,
  pauseMs: 0,
  maxLoad: 0,
  statementMs: 30_000,
}
const silent = { reading: () => undefined, read: () => undefined, busy: () => undefined }

function check(over: Partial<typeof options>): Promise<DriftReport> {
  const dsns = { legacy: legacy.dsn, candidate: candidate.dsn }
  return compareData(dsns, { ...options, ...over }, silent, new AbortController().signal)
}

async function checkTable(table: string): Promise<TableDrift> {
  const [drift] = (await check({ tables: [table] })).tables
  if (drift === undefined) throw new Error(`${table} was not checked`)
  return drift
}

/** The same definition on both sides, in the charset of each database, but for what is said otherwise. */
async function create(table: string, definition: string, atCandidate = definition): Promise<void> {
  await legacy.connection.query(`CREATE TABLE ${table} (${definition})`)
  await candidate.connection.query(`CREATE TABLE ${table} (${atCandidate})`)
}

async function loadBoth(table: string, rows: readonly string[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 500)
    await legacy.connection.query(`INSERT INTO ${table} VALUES ${rows.slice(at, at + 500).join(', ')}`)
  await dumpAndLoad(legacy.connection, candidate.connection, table)
}

/** `what key` of every row that is named, keys of several columns joined by a slash. */
function named({ rows }: TableDrift): string[] {
  return rows.map(({ what, key }) => `${what} ${Object.values(key).join('/')}`).sort()
}

const words = [
  'Été',
  'été 2',
  'zèbre',
  'Œuvre',
  'naïve',
  'ÅNGSTRÖM',
  'señor',
  'Straße',
  'a_b',
  "l'eau",
  'x y ',
  'Zoo',
  'äpple',
]
const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('hex')

test('every type is in step after dump and load from latin1 and utf8 to utf8mb4, whatever its values', async () => {
  await create(
    'everything',
    `id BIGINT UNSIGNED PRIMARY KEY, t TINYINT, z INT(8) ZEROFILL, n DECIMAL(20,6), f FLOAT, f2 FLOAT(9,2), d DOUBLE, d2 DOUBLE(12,4),
     y YEAR, b1 BIT(1), b64 BIT(64), day DATE, at DATETIME, at6 DATETIME(6), stamp TIMESTAMP(3) NULL, span TIME(2), c CHAR(20),
     v VARCHAR(60), u VARCHAR(60) CHARACTER SET utf8, u4 VARCHAR(60) CHARACTER SET utf8mb4, tx TEXT, bin BINARY(6), vb VARBINARY(20), bl BLOB, e ENUM('é','b',''),
     s SET('x','ü'), j JSON, g GEOMETRY, twice BIGINT AS (t * 2), later DATETIME AS (at + INTERVAL 1 DAY) STORED`,
    // As the migration might have left it: other charsets, wider numbers, finer fractions, columns in another order.
    `g GEOMETRY, id BIGINT UNSIGNED PRIMARY KEY, t INT, z BIGINT, n DECIMAL(22,8), f FLOAT, f2 FLOAT(9,2), d DOUBLE, d2 DOUBLE(12,4),
     y YEAR, b1 BIT(1), b64 BIT(64), day DATE, at DATETIME(3), at6 DATETIME(6), stamp TIMESTAMP(6) NULL, span TIME(2), c CHAR(20),
     v VARCHAR(60), u VARCHAR(60), u4 VARCHAR(60), tx LONGTEXT, bin BINARY(6), vb VARBINARY(20), bl LONGBLOB, e ENUM('é','b',''),
     s SET('x','ü'), j JSON, twice BIGINT AS (t * 2), later DATETIME AS (at + INTERVAL 1 DAY) STORED`,
  )
  const row = (i: number): string => {
    const word = (words[i % words.length] ?? '').replace("'", "''")
    const number = i % 3 === 0 ? -i : i
    return [
      i === 299 ? '18446744073709551615' : i < 3 ? i : `18446744073709551615 - ${i}`,
      number % 128,
      i,
      `${number}.${String(i).padStart(6, '0')}`,
      `${number * 1234.5678}e${(i % 60) - 30}`,
      i * 12.345,
      `${number * Math.PI}e${(i % 400) - 200}`,
      number / 7,
      1901 + (i % 255),
      i % 2,
      `18446744073709551615 - ${i}`,
      i % 4 === 0 ? "'0000-00-00'" : i % 4 === 1 ? "'2020-00-00'" : i % 4 === 2 ? 'NULL' : `'1999-12-${(i % 28) + 1}'`,
      i % 3 === 0 ? "'0000-00-00 00:00:00'" : i % 3 === 1 ? 'NULL' : `'2024-02-29 23:59:${i % 60}'`,
      `'2024-02-29 23:59:59.${String(i).padStart(6, '0')}'`,
      i % 5 === 0 ? 'NULL' : `'2024-03-31 02:30:00.${String(i).padStart(3, '0')}'`,
      `'${i % 2 === 0 ? '-' : ''}${i}:59:59.${i % 100}'`,
      i % 6 === 0 ? "''" : i % 6 === 1 ? 'NULL' : `'${word}'`,
      `'${word}${i}€'`,
      `'${word} — ☃ 日本'`,
      `'${word} 😀'`,
      i % 7 === 0 ? 'NULL' : `'${word.repeat(50)}'`,
      `X'00FF${String(i).padStart(4, '0')}'`,
      i % 8 === 0 ? "X''" : `X'FE${String(i).padStart(4, '0')}00'`,
      `X'${allBytes}'`,
      i % 9 === 0 ? "'nonsense'" : "'é'",
      i % 3 === 0 ? "'x,ü'" : "''",
      `'{"b": ${i}, "a": [1.5, ${i}e-12, 1e300, 2.0, null, true, ${9007199254740993n + BigInt(i)}], "é": "${word}", "aa": {}}'`,
      i % 10 === 0 ? 'NULL' : `ST_GeomFromText('POLYGON((0 0, ${i} 0, ${i} ${i}.25, 0 0))')`,
    ].join(', ')
  }
  const rows = Array.from({ length: 300 }, (_, i) => row(i))
  const columns = 'id,t,z,n,f,f2,d,d2,y,b1,b64,day,at,at6,stamp,span,c,v,u,u4,tx,bin,vb,bl,e,s,j,g'
  await legacy.connection.query(`SET NAMES utf8mb4; INSERT INTO everything (${columns}) VALUES (${rows.join('), (')})`)
  await dumpAndLoad(legacy.connection, candidate.connection, 'everything')
  const drift = await checkTable('everything')
  expect(named(drift)).toEqual([])
  expect(drift).toMatchObject({ state: 'in-step', walk: 'ranges', legacyRows: 300, candidateRows: 300 })
})

test('a change of any single column of a row is found, with the name of the column', async () => {
  const changes: Readonly<Record<string, string>> = {
    t: 't + 1',
    n: 'n + 0.000001',
    f: 'f * 1.0001',
    d: 'd * 1.000000000000001',
    b64: 'b64 ^ 1',
    day: "'2020-00-01'",
    at: "IF(at IS NULL, '0000-00-00 00:00:00', NULL)",
    at6: 'at6 + INTERVAL 1 MICROSECOND',
    stamp: "'2024-03-31 01:30:00'",
    span: "span + INTERVAL '0.01' SECOND_MICROSECOND",
    c: "IF(c IS NULL, '', NULL)",
    v: 'UPPER(v)',
    u: "REPLACE(u, 'é', 'é')",
    tx: "CONCAT(tx, ' ')",
    bl: "CONCAT(bl, X'00')",
    vb: "CONCAT(vb, X'00')",
    e: "'b'",
    s: "'ü'",
    j: `JSON_SET(j, '$.b', -1)`,
    g: "ST_GeomFromText('POINT(1 2)')",
  }
  const expected: string[] = []
  let id = 100
  for (const [column, value] of Object.entries(changes)) {
    const key = (18446744073709551615n - BigInt((id += 1))).toString()
    const [result] = await candidate.connection.query(`UPDATE everything SET ${column} = ${value} WHERE id = ${key}`)
    if ((result as { changedRows?: number }).changedRows === 1) expected.push(`${key} ${column}`)
  }
  const { rows, changed } = await checkTable('everything')
  const found = rows.map(
    ({ key, columns }) => `${key['id'] ?? ''} ${(columns ?? []).filter((name) => name in changes).join()}`,
  )
  expect(found.sort()).toEqual(expected.sort())
  expect([changed, expected.length > 15]).toEqual([expected.length, true])
})

test('numbers of every size, as 5.7 and 9.7 write them each in its own way, are in step', async () => {
  await create('numbers', 'id INT PRIMARY KEY, d DOUBLE, f FLOAT')
  const digits = (n: number): string => String(Math.abs(Math.sin(n)) * 10)
  const rows = Array.from({ length: 3000 }, (_, i) => {
    const short = `${(i % 9) + 1}e${(i % 70) - 35}`
    return `(${i}, ${i % 2 === 0 ? short : `-${digits(i)}e${(i % 600) - 300}`}, ${i % 2 === 0 ? short : `${digits(i)}e${(i % 76) - 38}`})`
  })
  await loadBoth('numbers', [
    ...rows,
    '(3000, -0e0, -0e0)',
    '(3001, 1.7976931348623157e308, 3.4e38)',
    '(3002, 5e-324, 1e-45)',
  ])
  expect(await checkTable('numbers')).toMatchObject({ state: 'in-step', legacyRows: 3003, candidateRows: 3003 })
})

interface Keyed {
  readonly table: string
  readonly walk: string
  readonly columns: string
  readonly legacy: string
  readonly candidate?: string
  /** Key of the so-manieth row, as SQL and as it is named. */
  readonly key: (i: number) => readonly [sql: string, name: string]
}

const keyed: readonly Keyed[] = [
  {
    table: 'signed_ids',
    walk: 'ranges',
    columns: 'id',
    legacy: 'id BIGINT PRIMARY KEY',
    key: (i) => [
      `${-9223372036854775808n + BigInt(i) * 10_000_000_000_000_000n}`,
      `${-9223372036854775808n + BigInt(i) * 10_000_000_000_000_000n}`,
    ],
  },
  {
    table: 'composite',
    walk: 'ranges',
    columns: 'shop, day, code',
    legacy:
      'shop INT, day DATE, code VARCHAR(20) CHARACTER SET utf8 COLLATE utf8_general_ci, PRIMARY KEY (shop, day, code)',
    key: (i) => {
      const parts = [`${i % 3}`, `2024-01-${String((i % 28) + 1).padStart(2, '0')}`, `é${i}`]
      return [parts.map((part) => `'${part}'`).join(', '), parts.join('/')]
    },
  },
  {
    table: 'text_keys',
    walk: 'lookups',
    columns: 'word',
    legacy: 'word VARCHAR(40) PRIMARY KEY',
    key: (i) => {
      const word = `${words[i % words.length] ?? ''} ${i}`
      return [`'${word.replace("'", "''")}'`, word]
    },
  },
  {
    table: 'bytes_keys',
    walk: 'ranges',
    columns: 'id',
    legacy: 'id BINARY(4) PRIMARY KEY',
    key: (i) => {
      const hex = ((i * 2654435761) % 2 ** 32).toString(16).toUpperCase().padStart(8, '0')
      return [`X'${hex}'`, hex]
    },
  },
  {
    table: 'unique_key',
    walk: 'ranges',
    columns: 'at',
    legacy: 'at DATETIME(3) NOT NULL, UNIQUE KEY u (at)',
    candidate: 'at DATETIME(3) NOT NULL, UNIQUE KEY other_name (at)',
    key: (i) => {
      const at = new Date(Date.UTC(2024, 0, 1) + i * 86_399_123).toISOString().replace('T', ' ').replace('Z', '')
      return [`'${at}'`, at]
    },
  },
]

test.each(keyed)(
  '$table: rows changed, missing and extra at the start, in the middle and at the end are named, and no other',
  async ({ table, walk, columns, legacy: definition, candidate: atCandidate = definition, key }) => {
    await create(table, `${definition}, v INT`, `${atCandidate}, v INT`)
    const count = 1500
    const keys = Array.from({ length: count }, (_, i) => key(i))
    await loadBoth(
      table,
      keys.map(([sql], i) => `(${sql}, ${i})`),
    )
    expect(await checkTable(table)).toMatchObject({ state: 'in-step', walk, legacyRows: count })

    const where = (sql: string): string => `(${columns}) = (${sql})`
    const expected: string[] = []
    for (const at of [0, 1, 2, 700, 701, 702, 1497, 1498, 1499]) {
      const [sql, name] = keys[at] ?? ['', '']
      const kind = (['changed', 'missing', 'extra'] as const)[at % 3] ?? 'changed'
      if (kind === 'changed') await candidate.connection.query(`UPDATE ${table} SET v = -1 WHERE ${where(sql)}`)
      else
        await { missing: candidate, extra: legacy }[kind].connection.query(`DELETE FROM ${table} WHERE ${where(sql)}`)
      expected.push(`${kind} ${name}`)
    }
    const drift = await checkTable(table)
    expect(named(drift)).toEqual(expected.sort())
    expect(drift).toMatchObject({ state: 'drifted', exact: true, missing: 3, extra: 3, changed: 3 })
    expect(drift.rows.find(({ what }) => what === 'changed')?.columns).toEqual(['v'])
  },
)

test('keys that differ only in case or accent are two keys, also where the other server calls them one', async () => {
  await create(
    'twins',
    'word VARCHAR(20) CHARACTER SET utf8 COLLATE utf8_bin PRIMARY KEY',
    'word VARCHAR(20) PRIMARY KEY',
  )
  await legacy.connection.query("INSERT INTO twins VALUES ('ete'), ('Paris'), ('same')")
  await candidate.connection.query("INSERT INTO twins VALUES ('été'), ('paris'), ('same'), ('日本')")
  expect(named(await checkTable('twins'))).toEqual([
    'extra paris',
    'extra été',
    'extra 日本',
    'missing Paris',
    'missing ete',
  ])
})

test('without a key rows are counted and summed up, doubles too, and said to be without names', async () => {
  await create('no_key', 'a INT, b VARCHAR(10)')
  await loadBoth('no_key', ["(1, 'é')", "(1, 'é')", '(2, NULL)', "(2, '')"])
  expect(await checkTable('no_key')).toMatchObject({ state: 'in-step', walk: 'whole' })
  await candidate.connection.query('DELETE FROM no_key WHERE a = 1')
  expect(await checkTable('no_key')).toMatchObject({ state: 'drifted', missing: 2, exact: false, rows: [] })
  await candidate.connection.query("INSERT INTO no_key VALUES (7, 'x'), (7, 'x')")
  expect(await checkTable('no_key')).toMatchObject({ state: 'drifted', changed: 1, exact: false, legacyRows: 4 })
})

test('tables and columns of one side only are told', async () => {
  await legacy.connection.query('CREATE TABLE old_only (id INT PRIMARY KEY)')
  await candidate.connection.query('CREATE TABLE new_only (id INT PRIMARY KEY)')
  await create('other_columns', 'id INT PRIMARY KEY, old INT', 'id INT PRIMARY KEY, fresh INT')
  const { tables } = await check({ tables: ['*_only', 'other_columns'] })
  expect(tables.map(({ table, state }) => [table, state])).toEqual([
    ['new_only', 'only-candidate'],
    ['old_only', 'only-legacy'],
    ['other_columns', 'in-step'],
  ])
  expect(tables[2]?.columns).toEqual({ onlyLegacy: ['old'], onlyCandidate: ['fresh'], otherType: [] })
})

test('two rows that swapped their values do not cancel out', async () => {
  await create('swapped', 'id INT PRIMARY KEY, v VARCHAR(10)')
  await loadBoth(
    'swapped',
    Array.from({ length: 50 }, (_, i) => `(${i}, 'v${i}')`),
  )
  await candidate.connection.query("UPDATE swapped SET v = IF(id = 10, 'v11', 'v10') WHERE id IN (10, 11)")
  expect(named(await checkTable('swapped'))).toEqual(['changed 10', 'changed 11'])
})

test('200,000 rows are read in steps by the index, once for each bound and once for each sum, within flat memory', async () => {
  const definition =
    'shop INT, id INT, name VARCHAR(60), price DECIMAL(10,2), note TEXT, at DATETIME, w DOUBLE, PRIMARY KEY (shop, id)'
  await create('big', definition)
  const ten = Array.from({ length: 10 }, (_, i) => `SELECT ${i} AS n`).join(' UNION ALL ')
  const id = 'a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n'
  for (const { connection } of [legacy, candidate]) {
    await connection.query(
      `INSERT INTO big SELECT s.shop, ${id}, CONCAT('name é ', ${id}), (${id}) / 100, REPEAT('note ', 20), '2024-01-01', (${id}) / 4e0
       FROM (SELECT 1 AS shop UNION ALL SELECT 2) s, (${ten}) a, (${ten}) b, (${ten}) c, (${ten}) d, (${ten}) e`,
    )
  }
  await candidate.connection.query('UPDATE big SET price = price + 1 WHERE shop = 2 AND id = 77777')
  const before = await Promise.all([handlers(legacy), handlers(candidate)])
  globalThis.gc?.()
  const memory = process.memoryUsage().rss
  const { tables } = await check({ tables: ['big'], chunk: 2000 })
  const grown = (process.memoryUsage().rss - memory) / 2 ** 20
  const after = await Promise.all([handlers(legacy), handlers(candidate)])
  const [drift] = tables
  expect(drift).toMatchObject({
    state: 'drifted',
    legacyRows: 200_000,
    candidateRows: 200_000,
    changed: 1,
    missing: 0,
    extra: 0,
  })
  expect(drift?.rows).toEqual([{ key: { shop: '2', id: '77777' }, what: 'changed', columns: ['price'] }])
  for (const at of [0, 1] as const) {
    // Bounds are read at legacy: the index once more, and the temporary rows of each step, written and read.
    expect(after[at].reads - before[at].reads).toBeLessThan(200_000 * 5)
    expect(after[at].selects - before[at].selects).toBeLessThan(300)
  }
  expect(grown).toBeLessThan(64)
}, 60_000)

async function handlers({ connection }: OneDatabase): Promise<{ reads: number; selects: number }> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Handler_read%' OR Variable_name = 'Com_select'",
  )
  const values = new Map(rows.map((row) => [String(row['Variable_name']), Number(row['Value'])]))
  const selects = values.get('Com_select') ?? 0
  return { selects, reads: [...values.values()].reduce((sum, value) => sum + value, 0) - selects }
}

test('the command says it in words, JSON and Markdown, and its exit status is 0 in step and 1 drifted', async () => {
  const flags = ['drift', '--legacy-db', legacy.dsn, '--candidate-db', candidate.dsn]
  const inStep = await sosie([...flags, '--tables', 'numbers'])
  expect([inStep.status, inStep.out.trim()]).toEqual([
    0,
    '1 table: 1 in step. 3,003 rows read at legacy, 3,003 at the candidate.',
  ])
  const drifted = await sosie([...flags, '--tables', 'swapped', 'numbers'])
  expect(drifted.status).toBe(1)
  expect(drifted.out).toContain('swapped  drifted: 2 changed of 50 rows\n    changed  id=10: v\n')
  const json = await sosie([...flags, '--tables', 'swapped', '--json'])
  expect(JSON.parse(json.out)).toMatchObject({ schema: 1, complete: true, tables: [{ table: 'swapped', changed: 2 }] })
})

test.each([
  [['--chunk', 'many'], 2, '--chunk "many" is no number'],
  [['--tables', 'nothing*'], 3, 'There is no table to compare'],
])('%j ends with %i and says why', async (args, status, sentence) => {
  const result = await sosie(['drift', '--legacy-db', legacy.dsn, '--candidate-db', candidate.dsn, ...args])
  expect([result.status, result.err]).toEqual([status, expect.stringContaining(sentence)])
})
