import { expect, test } from '@jest/globals'
import { randomBytes, randomUUID } from 'node:crypto'
import { isPlain, looksRandom } from '../../src/model/value-form.js'

test('ids as generators make them look random: hexadecimal, UUID, base64', () => {
  const made = Array.from({ length: 200 }, () => [
    randomBytes(16).toString('hex'),
    randomBytes(32).toString('hex'),
    randomUUID(),
    randomUUID().toUpperCase(),
  ])
  expect(made.flat().filter((value) => !looksRandom(value))).toEqual([])
  expect(looksRandom('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N')).toBe(true)
})

test('hexadecimal digits of that length are an id, however rarely they alternate', () => {
  expect(looksRandom('000000000000e0000000000c000c000')).toBe(true)
  expect(looksRandom('ffffffffffffffffffff0123456789ab')).toBe(true)
})

test.each([
  'blue-shirt-with-long-sleeves-2024',
  'getProductDetailsForCustomer',
  'Donaudampfschifffahrt',
  '20260102T030405',
  '1767323045123',
  'index.php',
  'windows-1252',
  'en-GB,en;q=0.9,de;q=0.8',
])('%s is what people write', (value) => expect(looksRandom(value)).toBe(false))

test('of a name that says so a shorter value is enough, words and numbers are not', () => {
  expect([looksRandom('a8f3k2m9x1q7', 8), looksRandom('blue-shirt', 8)]).toEqual([true, false])
  expect(['', 'fr', 'en-GB', '1234', 'blue-shirt 2'].every(isPlain)).toBe(true)
  expect(['a1b2', '1234567890123', 'abc123'].some(isPlain)).toBe(false)
})
