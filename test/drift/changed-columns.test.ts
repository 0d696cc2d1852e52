import { expect, test } from '@jest/globals'
import { changedColumns } from '../../src/drift/changed-columns.js'
import { leafRows } from '../../src/drift/narrow.js'
import { planOf, type Table } from '../../src/drift/plan.js'
import type { Key } from '../../src/drift/range.js'
import type { KeyedReader } from '../../src/drift/reader.js'
import { nameOfKey } from '../../src/drift/rows.js'

const column = { scale: 0, fraction: 0 }
const table: Table = {
  name: 't',
  columns: [
    { ...column, name: 'id', type: 'int', dataType: 'int' },
    { ...column, name: 'doc', type: 'json', dataType: 'json' },
  ],
  keys: [{ index: 'PRIMARY', columns: ['id'] }],
}

function aReader(docOf: (id: string) => string): { reader: KeyedReader; largest: () => number } {
  let largest = 0
  const unused = (): never => {
    throw new Error('not asked here')
  }
  const details = (keys: readonly Key[]) => {
    largest = Math.max(largest, keys.length)
    return Promise.resolve(new Map(keys.map(([id = '']) => [nameOfKey([id]), [id, docOf(id)]] as const)))
  }
  return { reader: { bound: unused, summary: unused, rows: unused, rowsOf: unused, details }, largest: () => largest }
}

test('documents that are only written otherwise are the same, and few rows are looked at closely at a time', async () => {
  const [legacy, candidate] = [
    aReader(() => '[1, 0.00000000001]'),
    aReader((id) => (id === '7' ? '[2]' : '[1.0, 1e-11]')),
  ]
  const keys = Array.from({ length: 1200 }, (_, id) => [String(id)])
  const readers = { legacy: legacy.reader, candidate: candidate.reader }
  const changed = await changedColumns(readers, planOf(table, table), keys)
  expect(changed.size).toBe(1200)
  expect([...changed].filter(([, columns]) => columns.length > 0)).toEqual([['["7"]', ['doc']]])
  expect([legacy.largest(), candidate.largest()]).toEqual([leafRows, leafRows])
})
