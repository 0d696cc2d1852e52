import { expect, test } from '@jest/globals'
import { applyGate, gateStatus } from '../../src/diagnose/gate/gate.js'
import { defaultGate } from '../../src/diagnose/gate/settings.js'
import type { RunReport } from '../../src/model/report.js'
import type { RunKind } from '../../src/model/run.js'
import { formats } from '../../src/report/registry.js'
import { aFinding, aRoute, aRunReport } from '../support/report.js'

const sentence = 'It was cancelled before its end.'
const sarifOf = (report: RunReport) => {
  const log = JSON.parse(formats['sarif']?.render(report) ?? '') as { runs: { invocations: object[] }[] }
  return log.runs[0]?.invocations[0]
}

function aRun(kind: RunKind, over: Partial<RunReport> = {}): RunReport {
  const { run, ...plain } = aRunReport({ routes: [aRoute({ route: 'GET /' })], ...over })
  return applyGate({ ...plain, run: { ...run, kind } }, { settings: defaultGate, at: 0 })
}
const partial = { notes: [{ kind: 'partial', sentence }] } as const

test.each(Object.keys(formats))('%s says that a green replay was cancelled', (name) => {
  expect(formats[name]?.render(aRun('replay', partial))).toContain(sentence)
  expect(formats[name]?.render(aRun('replay'))).not.toContain(sentence)
})

test('a cancelled replay proves nothing: 3 when green, 1 where it found something all the same', () => {
  expect(gateStatus(aRun('replay'))).toBe(0)
  expect(gateStatus(aRun('replay', partial))).toBe(3)
  expect(gateStatus(aRun('replay', { ...partial, findings: [aFinding()] }))).toBe(1)
})

test('a replay that was killed is as little whole as one that was cancelled', () => {
  const { run } = aRunReport()
  const killed = aRun('replay', { run: { ...run, endedAt: null } })
  expect([gateStatus(killed), killed.gate.reasons]).toEqual([3, [expect.stringMatching(/has not ended/)]])
})

test('JUnit has an error, not a regression, and SARIF a run that did not succeed', () => {
  const xml = formats['junit']?.render(aRun('replay', partial)) ?? ''
  expect(xml).toMatch(/<testsuite [^>]*failures="0" errors="1"/)
  expect(xml).toMatch(/<testcase classname="gate" name="whole"[^>]*>\s*<error type="no-proof" message="This is not all/)
  expect(xml).toContain(`<property name="whole" value="This is not all: ${sentence}"/>`)
  expect(sarifOf(aRun('replay', partial))).toMatchObject({
    executionSuccessful: false,
    exitCode: 3,
    toolExecutionNotifications: [{ level: 'error', message: { text: `This is not all: ${sentence}` } }],
  })
})

test('a shadow lasts until somebody ends it: what it lost is told in every format, and its gate holds', () => {
  const lost = aRun('shadow', { notes: [{ kind: 'partial', sentence: 'The first 100 requests are lost.' }] })
  expect(gateStatus(lost)).toBe(0)
  for (const format of Object.values(formats)) expect(format.render(lost)).toContain('The first 100 requests are lost.')
  expect(sarifOf(lost)).toMatchObject({
    executionSuccessful: true,
    toolExecutionNotifications: [{ level: 'warning' }],
  })
})
