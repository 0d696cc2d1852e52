import { expect, test } from '@jest/globals'
import { redactorFor } from '../../src/redact/redact.js'
import { aPair } from '../support/factories.js'

const redactor = redactorFor(Buffer.alloc(32, 1), [])
const parts = 8
const size = 2_000_000

/** Processor time of redacting an answer, in microseconds: what others do with the machine is not in it. */
function costOf(text: string): number {
  const before = process.cpuUsage()
  redactor.pair(aPair({ legacy: { response: { text } } }), {
    verdict: 'match',
    differences: [],
    noise: [],
    sightings: [],
    questions: [],
  })
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** How many times more a text costs than its parts do one by one: 1 where the work grows as the length, 8 where as its square. */
function growthOf(text: string): number {
  const part = text.slice(0, text.length / parts)
  let inParts = 0
  for (let count = 0; count < parts; count += 1) inParts += costOf(part)
  return costOf(text) / inParts
}

const head = 'INSERT INTO t (password) VALUES ('

test.each([
  ['digits', '4'],
  ['digits and spaces', '4 '],
  ['groups as of cards', '41 1-'],
  ['cards', '4111111111111111,'],
  ['quotes', '"'],
  ['openings of strings', '"a":"'],
  ['openings of secret strings', '"password":"'],
  ['secret fields', '"password":1,'],
  ['secret fields of JSON in JSON', '\\"password\\":1,'],
  ['fields of forms', '; name="password"\r\n\r\nform-data'],
  ['names', '; name="'],
  ['equal signs', '?a='],
  ['openings of elements', '<input type=password '],
  ['elements', '<password>'],
  ['escaped markup', '&lt;password&gt;'],
  ['openings of rows', head],
  ['openings of quoted rows', `${head}'`],
  ['openings of lists', "password IN ('a',"],
  ['calls', 'PASSWORD (a('],
  ['accounts', 'IDENTIFIED BY '],
  ['rows of a table', 'a,password\n'],
  ['cookies', 'cookie: a=b; '],
  ['openings of keys', '-----BEGIN PRIVATE KEY-----'],
  ['beginnings of tokens', 'eyJaaaaaaaaa.'],
  ['hashes of passwords', '$2y$a'],
  ['steps of a path', '/reset'],
  ['addresses', 'a://a:'],
  ['backslashes', '\\'],
  ['spaces', ' '],
])('2 MB of %s cost as much as their parts', (_, unit) => {
  const text = unit.repeat(size / unit.length)
  let least = growthOf(text)
  // A collection of garbage falls on the whole or on a part, once; a square does not go away.
  for (let again = 0; least > 3 && again < 4; again += 1) least = Math.min(least, growthOf(text))
  expect(least).toBeLessThan(3)
})
