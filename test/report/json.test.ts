import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { json } from '../../src/report/json.js'
import { aShopReport } from '../support/report.js'

test('the JSON report read back is the report', () => {
  expect(JSON.parse(json.render(aShopReport()))).toEqual(aShopReport())
})

test('every field of a report is documented', () => {
  const documented = readFileSync(new URL('../../docs/report-json.md', import.meta.url), 'utf8')
  const missing = [...keysOf(aShopReport())].filter((key) => !documented.includes(`\`${key}\``))
  expect(missing).toEqual([])
})

function* keysOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* keysOf(item)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      yield key
      yield* keysOf(inner)
    }
  }
}
