import { describe, expect, test } from '@jest/globals'
import { chosenTables } from '../../src/drift/choice.js'
import { literal, type Column } from '../../src/drift/columns.js'
import { sameJson } from '../../src/drift/json-text.js'
import { planOf, type Table } from '../../src/drift/plan.js'
import { anyOf, conditionOf } from '../../src/drift/range.js'
import { differencesOf, nameOfKey } from '../../src/drift/rows.js'

function aColumn(name: string, type: string, over: Partial<Column> = {}): Column {
  return { name, type, dataType: /^\w+/.exec(type)?.[0] ?? '', scale: 0, fraction: 0, ...over }
}

function aTable(columns: readonly Column[], ...keys: readonly (readonly string[])[]): Table {
  return {
    name: 't',
    columns,
    keys: keys.map((parts, at) => ({ index: at === 0 ? 'PRIMARY' : `u${at}`, columns: parts })),
  }
}

const id = aColumn('id', 'int(11)')
const text = (collation: string): Column => aColumn('code', 'varchar(20)', { charset: 'utf8', collation })

describe('how a table is walked', () => {
  test('by ranges of a number, and of a text that both servers sort alike, also where 8 calls it utf8mb3', () => {
    expect(planOf(aTable([id], ['id']), aTable([aColumn('id', 'int')], ['id'])).walk).toBe('ranges')
    const [legacy, candidate] = [text('utf8_general_ci'), text('utf8mb3_general_ci')]
    expect(planOf(aTable([legacy], ['code']), aTable([candidate], ['code'])).walk).toBe('ranges')
  })

  test('by lookups where they sort it otherwise', () => {
    const [legacy, candidate] = [text('utf8_general_ci'), text('utf8mb4_0900_ai_ci')]
    expect(planOf(aTable([legacy], ['code']), aTable([candidate], ['code'])).walk).toBe('lookups')
  })

  test('by another unique key where the primary key is not the same or cannot be walked, else as a whole', () => {
    const state = aColumn('state', "enum('a','b')")
    const legacy = aTable([id, state], ['state'], ['id'])
    expect(planOf(legacy, legacy)).toMatchObject({ walk: 'ranges', key: ['id'], legacy: { index: 'u1' } })
    expect(planOf(legacy, aTable([id, state], ['state'])).walk).toBe('whole')
    expect(planOf(aTable([id]), aTable([id])).walk).toBe('whole')
  })

  test('columns of one side only and of other types are told; display widths and charsets are not', () => {
    const legacy = aTable([id, aColumn('a', 'float'), aColumn('old', 'int(3)'), text('utf8_bin')], ['id'])
    const candidate = aTable(
      [aColumn('ID', 'int'), aColumn('a', 'double'), aColumn('new', 'int'), text('utf8mb4_bin')],
      ['ID'],
    )
    expect(planOf(legacy, candidate)).toMatchObject({
      columns: ['id', 'a', 'code'],
      differing: { onlyLegacy: ['old'], onlyCandidate: ['new'], otherType: ['a: float, double'] },
    })
  })

  test('a decimal is written with the finer scale of the two on both sides', () => {
    const side = (scale: number): Table => aTable([id, aColumn('price', 'decimal(9,2)', { scale })], ['id'])
    const { legacy, candidate } = planOf(side(2), side(4))
    for (const { row } of [legacy, candidate]) expect(row).toContain('CAST(`price` AS DECIMAL(65, 4))')
  })
})

describe('conditions', () => {
  const { legacy } = planOf(
    aTable([id, aColumn('n', 'bigint')], ['id', 'n']),
    aTable([id, aColumn('n', 'bigint')], ['id', 'n']),
  )

  test('a range of a key of two columns is written so that its index serves it', () => {
    expect(conditionOf({ after: ['1', '2'], upTo: ['3', '-4'] }, legacy.key)).toBe(
      'WHERE (`id` > 1 OR `id` = 1 AND `n` > 2) AND (`id` < 3 OR `id` = 3 AND `n` <= -4)',
    )
    expect(conditionOf({}, legacy.key)).toBe('')
  })

  test('rows of some keys', () => {
    expect(
      anyOf(
        [
          ['1', '2'],
          ['3', '4'],
        ],
        legacy.key,
      ),
    ).toBe('WHERE (`id` = 1 AND `n` = 2) OR (`id` = 3 AND `n` = 4)')
  })

  test('values of a key reach the statement as numbers or hexadecimal digits, never as they are', () => {
    const evil = "x' OR '1'='1"
    expect(literal(text('utf8_bin'), evil)).toBe(
      `CONVERT(_utf8mb4 X'${Buffer.from(evil).toString('hex')}' USING utf8) COLLATE utf8_bin`,
    )
    expect(() => literal(id, '1 OR 1')).toThrow('no number')
    expect(literal(aColumn('at', 'datetime'), "2020-01-01' OR '")).toBe("'2020-01-01  '")
  })
})

test('rows are told apart by all values of their key', () => {
  const rows = (entries: readonly (readonly [string, string, string])[]) =>
    new Map(entries.map(([a, b, hash]) => [nameOfKey([a, b]), hash]))
  expect(
    differencesOf(
      rows([
        ['a', 'b,c', '1'],
        ['x', 'y', '1'],
      ]),
      rows([
        ['a,b', 'c', '1'],
        ['x', 'y', '2'],
      ]),
    ).map(({ key, what }) => [what, ...key]),
  ).toEqual([
    ['missing', 'a', 'b,c'],
    ['changed', 'x', 'y'],
    ['extra', 'a,b', 'c'],
  ])
})

test.each([
  ['{"a": 1, "b": [1.0, -0.0]}', '{"a": 1, "b": [1, 0]}', true],
  ['[0.00000000001]', '[1e-11]', true],
  ['12345678901234567890', '12345678901234567891', false],
  ['"1"', '1', false],
  ['{"a": null}', '{}', false],
  ['"\\u0000#1"', '1', false],
])('JSON %s and %s: the same is %s', (one, other, same) => {
  expect(sameJson(one, other)).toBe(same)
})

test('tables by patterns, in alphabetical order, each once, from where an earlier check ended', () => {
  const names = ['orders', 'order_log', 'a.b', 'axb', 'orders', 'zoo']
  expect(chosenTables(names, { tables: [], ignore: ['*_log'] })).toEqual(['a.b', 'axb', 'orders', 'zoo'])
  expect(chosenTables(names, { tables: ['a.b', 'order*'], ignore: [] })).toEqual(['a.b', 'order_log', 'orders'])
  expect(chosenTables(names, { tables: [], ignore: [], from: 'order' })).toEqual(['order_log', 'orders', 'zoo'])
})
