import { expect, test } from '@jest/globals'
import { searchOnce } from '../../src/redact/search-once.js'

const long = (word: string): string => `${'x'.repeat(1000)}${word}`

function counting() {
  const read: string[] = []
  const search = searchOnce((text, replace) => {
    read.push(text)
    return text.replaceAll('secret', replace)
  })
  return { read, search }
}

test('a long text in which nothing was found is read once; one that holds something, each time', () => {
  const { read, search } = counting()
  for (const text of [long('a'), long('secret'), long('a'), long('secret')]) {
    expect(search(text, () => 'hidden')).toBe(text.replace('secret', 'hidden'))
  }
  expect(read).toEqual([long('a'), long('secret'), long('secret')])
})

test('a secret that is put back as it was is found again', () => {
  const { search } = counting()
  expect(search(long('secret'), (secret) => secret)).toBe(long('secret'))
  expect(search(long('secret'), () => 'hidden')).toBe(long('hidden'))
})

test('few texts are remembered, and no short ones', () => {
  const { read, search } = counting()
  const texts = Array.from({ length: 20 }, (_, n) => long(String(n)))
  for (const text of [...texts, 'short', ...texts, 'short']) search(text, () => 'hidden')
  expect(read).toHaveLength(42)
})
