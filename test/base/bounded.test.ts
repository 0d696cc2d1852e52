import { expect, test } from '@jest/globals'
import { BoundedMap, BoundedSet, memoized } from '../../src/base/bounded.js'

test('a map forgets what was set the longest ago, and setting an entry again makes it the newest', () => {
  const map = new BoundedMap<string, number>(2)
  map.set('a', 1).set('b', 2).set('a', 3).set('c', 4)
  expect([...map]).toEqual([
    ['a', 3],
    ['c', 4],
  ])
})

test('a set forgets what was added the longest ago', () => {
  const set = new BoundedSet<string>(2)
  set.add('a').add('b').add('a').add('c')
  expect([...set]).toEqual(['a', 'c'])
})

test('a result is computed once as long as its text is remembered', () => {
  const asked: string[] = []
  const length = memoized((text) => asked.push(text) && text.length, { max: 2, maxLength: 3 })
  expect(['a', 'bb', 'a', 'long', 'long', 'cc', 'a'].map(length)).toEqual([1, 2, 1, 4, 4, 2, 1])
  expect(asked).toEqual(['a', 'bb', 'long', 'long', 'cc', 'a'])
})
