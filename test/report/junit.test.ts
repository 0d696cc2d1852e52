import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { validateXML } from 'xmllint-wasm'
import { causes } from '../../src/knowledge/registry.js'
import { applyGate } from '../../src/diagnose/gate/gate.js'
import { defaultGate } from '../../src/diagnose/gate/settings.js'
import type { RunReport } from '../../src/model/report.js'
import { junit } from '../../src/report/junit.js'
import { hostileReport } from '../support/hostile.js'
import { aFinding, aRoute, aRunReport, aShopReport } from '../support/report.js'

const schema = readFileSync(new URL('./schemas/jenkins-junit.xsd', import.meta.url), 'utf8')
const at = Date.parse('2026-11-24T12:00:00Z')

interface Case {
  readonly classname: string
  readonly name: string
  outcome: 'passed' | 'failure' | 'skipped'
  message?: string
  text: string
}

/** The document as a CI server reads it. Throws where it is not well-formed. */
function casesOf(xml: string): Case[] {
  const cases: Case[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const last = cases.at(-1)
    if (name === 'testcase')
      cases.push({
        classname: attributes['classname'] ?? '',
        name: attributes['name'] ?? '',
        outcome: 'passed',
        text: '',
      })
    if (last !== undefined && (name === 'failure' || name === 'skipped')) {
      last.outcome = name
      if (attributes['message'] !== undefined) last.message = attributes['message']
    }
  })
  parser.on('text', (text) => {
    const last = cases.at(-1)
    if (last !== undefined) last.text += text
  })
  parser.write(xml).close()
  return cases
}

function gated(over: Partial<RunReport>, settings = defaultGate): RunReport {
  return applyGate(aRunReport({ routes: [aRoute({ route: 'GET /' })], ...over }), { settings, at })
}

function caseAt(report: RunReport, classname: string, name: string): Case | undefined {
  return casesOf(junit.render(report)).find((each) => each.classname === classname && each.name === name)
}

describe('a test case for each route and cause', () => {
  test('a route that was compared has one for every cause, so that tomorrow the same names are there', () => {
    const names = casesOf(junit.render(gated({})))
      .filter(({ classname }) => classname === 'GET /')
      .map(({ name, outcome }) => `${name} ${outcome}`)
    expect(names).toEqual(['compared', ...causes.map(({ id }) => id)].map((name) => `${name} passed`))
  })

  test('what the gate counts is a failure, with the sentence first and what to do in its text', () => {
    const finding = aFinding({ fix: 'Guard the divisor.', evidence: { file: '/srv/price.php', line: 12 } })
    const failed = caseAt(gated({ findings: [finding] }), 'GET /', 'php-division-by-zero')
    expect(failed).toMatchObject({ outcome: 'failure', message: 'Division by zero in price.php:12' })
    expect(failed?.text).toContain(
      'Where: /srv/price.php:12\nSeen 1 time on 1 route, most often GET /.\nFix: Guard the divisor.',
    )
  })

  test('two of a cause on a route are one case, which says how many they are', () => {
    const findings = [aFinding({ id: 'a' }), aFinding({ id: 'b', title: 'Other' })]
    const failed = caseAt(gated({ findings }), 'GET /', 'php-division-by-zero')
    expect(failed?.message).toBe('Division by zero in price.php:12; and 1 more')
    expect(failed?.text).toContain('Other.')
  })

  test('what is accepted is skipped, with who, why and until when', () => {
    const acceptance = { by: 'baseline', reason: 'ticket 41', author: 'Ada', expires: '2026-12-31' } as const
    const skipped = caseAt(
      gated({ findings: [aFinding({ state: 'accepted', acceptance })] }),
      'GET /',
      'php-division-by-zero',
    )
    expect(skipped?.outcome).toBe('skipped')
    expect(skipped?.text).toContain('accepted by Ada until 2026-12-31: ticket 41')
  })

  test('what is open within the limits passes and is told', () => {
    const passed = caseAt(gated({ findings: [aFinding({ severity: 'minor' })] }), 'GET /', 'php-division-by-zero')
    expect(passed?.outcome).toBe('passed')
    expect(passed?.text).toContain('Within the limits of the gate:\nDivision by zero')
  })

  test('a route that could not be compared is skipped', () => {
    expect(caseAt(gated({ routesNotCompared: ['GET /far'] }), 'GET /far', 'compared')?.outcome).toBe('skipped')
  })

  test('what no route shows, a rule of the gate does', () => {
    const report = gated({}, { ...defaultGate, coverage: { expect: ['GET /checkout'] } })
    expect(caseAt(report, 'gate', 'expected-routes')).toMatchObject({
      outcome: 'failure',
      message: 'GET /checkout was expected, and no pair of it was compared (gate.coverage.expect).',
    })
  })
})

test('a failure where the gate says no, none where it says yes, whatever the texts are', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      const cases = casesOf(junit.render(report))
      expect(cases.some(({ outcome }) => outcome === 'failure')).toBe(!report.gate.passed)
    }),
  )
})

test('no name of a test case stands twice, or a server could not follow it', () => {
  const names = casesOf(junit.render(aShopReport())).map(({ classname, name }) => `${classname}\n${name}`)
  expect(new Set(names).size).toBe(names.length)
})

test('the counts of the suite are those of its cases', () => {
  const xml = junit.render(applyGate(aShopReport(), { settings: defaultGate, at }))
  const cases = casesOf(xml)
  const of = (outcome: string): number => cases.filter((each) => each.outcome === outcome).length
  expect(xml).toContain(`tests="${cases.length}" failures="${of('failure')}" errors="0" skipped="${of('skipped')}"`)
  expect(of('failure')).toBeGreaterThan(0)
})

test("valid by Jenkins's schema, whatever the texts are", async () => {
  const reports = [
    aShopReport(),
    applyGate(aShopReport(), { settings: defaultGate, at }),
    ...fc.sample(hostileReport, 60),
  ]
  const xml = reports.map((report, at) => ({ fileName: `${at}.xml`, contents: junit.render(report) }))
  const result = await validateXML({ xml, schema })
  expect(result.errors).toEqual([])
  const broken = await validateXML({ xml: (xml[0]?.contents ?? '').replace(/ tests="\d+"/g, ''), schema })
  expect(broken.valid).toBe(false)
}, 60_000)
