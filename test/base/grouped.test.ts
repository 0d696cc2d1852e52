import { expect, test } from '@jest/globals'
import { groupedBy } from '../../src/base/grouped.js'

test('items and groups keep their order', () => {
  expect([...groupedBy(['b1', 'a1', 'b2'], ([letter]) => letter)]).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1']],
  ])
})
