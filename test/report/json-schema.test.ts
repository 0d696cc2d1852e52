import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { applyGate } from '../../src/diagnose/gate/gate.js'
import { defaultGate } from '../../src/diagnose/gate/settings.js'
import { json } from '../../src/report/json.js'
import { hostileReport } from '../support/hostile.js'
import { aShopReport } from '../support/report.js'
import { reportSchemaText } from '../support/report-schema.js'

const published = new URL('../../docs/report.schema.json', import.meta.url)
if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(published, reportSchemaText())

const ajv = new Ajv({ strict: false, allErrors: true })
addFormats.default(ajv)
const valid = ajv.compile(JSON.parse(readFileSync(published, 'utf8')) as object)

/** Written again by UPDATE_SCHEMA=1 with this test. */
test('the schema that is published is the one of the types', () => {
  expect(readFileSync(published, 'utf8')).toBe(reportSchemaText())
})

test('a report as it is written is valid by it, whatever its texts are', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      valid(JSON.parse(json.render(report)))
      expect(valid.errors ?? []).toEqual([])
    }),
    { examples: [[aShopReport()], [applyGate(aShopReport(), { settings: defaultGate, at: 0 })]] },
  )
})

test('what is missing, of another kind or unknown to a list of words is not', () => {
  const report = JSON.parse(json.render(aShopReport())) as Record<string, unknown>
  expect(valid({ ...report, totals: undefined })).toBe(false)
  expect(valid({ ...report, schema: 2 })).toBe(false)
  expect(valid({ ...report, gate: { passed: 'yes', reasons: [], checks: [], remarks: [] } })).toBe(false)
  expect(valid({ ...report, addedWithinSchema1: true })).toBe(true)
})
