import { expect, test } from '@jest/globals'
import { columnLayout } from '../../src/base/columns.js'

test('rows come out as they were packed, an absent number as an absent one', () => {
  const layout = columnLayout(['name', 'path'], ['size', 'ms'], ['cut', 'cached'])
  const rows = [
    { texts: { name: 'a', path: '/a' }, numbers: { size: 0, ms: undefined }, flags: { cut: false, cached: true } },
    { texts: { name: '', path: '/b' }, numbers: { size: 2 ** 40, ms: 0.25 }, flags: { cut: true, cached: true } },
    { texts: { name: 'c', path: '' }, numbers: { size: undefined, ms: -1 }, flags: { cut: false, cached: false } },
  ]
  const read = [...layout.read(layout.pack(rows))].map((row) => ({
    texts: { name: row.text('name'), path: row.text('path') },
    numbers: { size: row.number('size'), ms: row.number('ms') },
    flags: { cut: row.has('cut'), cached: row.has('cached') },
  }))
  expect(read).toEqual(rows)
})
