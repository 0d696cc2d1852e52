import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from '@jest/globals'
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { entries } from '../../src/knowledge/registry.js'
import { applyGate } from '../../src/diagnose/gate/gate.js'
import { defaultGate } from '../../src/diagnose/gate/settings.js'
import type { RunReport } from '../../src/model/report.js'
import type { RenderOptions } from '../../src/report/format.js'
import { sarif } from '../../src/report/sarif.js'
import { hostileReport, hostileText } from '../support/hostile.js'
import { aFinding, aRoute, aRunReport, aShopReport } from '../support/report.js'

/** The schema of the standard as its editors publish it. */
const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
const valid = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object)

interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string }
    readonly region: { readonly startLine: number }
  }
  readonly logicalLocations?: readonly { readonly name: string }[]
}

interface Log {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly {
          readonly id: string
          readonly helpUri?: string
          readonly help: { readonly text: string }
        }[]
      }
    }
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly baselineState?: string
      readonly suppressions?: readonly unknown[]
      readonly partialFingerprints: Readonly<Record<string, string>>
      readonly locations: readonly Location[]
    }[]
    readonly properties: Readonly<Record<string, unknown>>
  }[]
}

function runOf(report: RunReport, options: RenderOptions = {}): Log['runs'][number] {
  const [run] = (JSON.parse(sarif.render(report, options)) as Log).runs
  if (run === undefined) throw new Error('a log has a run')
  return run
}

function locationOf(over: Parameters<typeof aFinding>[0], options: RenderOptions = {}): Location | undefined {
  return runOf(aRunReport({ findings: [aFinding(over)] }), options).results[0]?.locations[0]
}

test('valid by the schema of SARIF 2.1.0, whatever the texts are', () => {
  const options = fc.record({
    sourceRoot: fc.option(hostileText, { nil: undefined }),
    standIn: fc.option(
      hostileText.filter((text) => text !== ''),
      { nil: undefined },
    ),
    docs: fc.constantFrom(undefined, 'https://docs.example/sosie/'),
  })
  fc.assert(
    fc.property(hostileReport, options, (report, given) => {
      valid(JSON.parse(sarif.render(report, given)))
      expect(valid.errors ?? []).toEqual([])
    }),
    { examples: [[aShopReport(), { sourceRoot: '/srv', standIn: 'sosie.yaml', docs: undefined }]] },
  )
  expect(valid({ version: '2.1.0', runs: [{}] })).toBe(false)
})

describe('where a result is', () => {
  const evidence = { file: '/var/www/shop/lib/price list.php', line: 12 }

  test('at the PHP file and line, relative to the source root', () => {
    expect(locationOf({ evidence }, { sourceRoot: '/var/www/shop/' })?.physicalLocation).toEqual({
      artifactLocation: { uri: 'lib/price%20list.php', uriBaseId: 'SOURCEROOT' },
      region: { startLine: 12 },
    })
  })

  test('in the folder of the repository that the root is', () => {
    const location = locationOf({ evidence }, { sourceRoot: '/var/www/shop=www' })
    expect(location?.physicalLocation?.artifactLocation.uri).toBe('www/lib/price%20list.php')
  })

  test.each([
    ['/var/www/shopping/a.php', 'file:///var/www/shopping/a.php'],
    ['C:\\inetpub\\a.php', 'file:///C%3A/inetpub/a.php'],
  ])('%s is outside of the root and keeps its place on the server', (file, uri) => {
    const location = locationOf({ evidence: { file, line: 1 } }, { sourceRoot: '/var/www/shop' })
    expect(location?.physicalLocation?.artifactLocation).toEqual({ uri })
  })

  test('at its scenario where no file is known, else at the file that stands in', () => {
    const scenario = { file: 'scenarios/cart.yaml', line: 7 }
    expect(locationOf({ scenario }, { standIn: 'sosie.yaml' })?.physicalLocation).toEqual({
      artifactLocation: { uri: 'scenarios/cart.yaml' },
      region: { startLine: 7 },
    })
    expect(locationOf({}, { standIn: 'sosie.yaml' })?.physicalLocation?.artifactLocation.uri).toBe('sosie.yaml')
    expect(locationOf({})?.physicalLocation).toBeUndefined()
  })

  test('at its routes as logical locations', () => {
    expect(locationOf({})?.logicalLocations).toMatchObject([{ name: 'GET /' }])
  })
})

describe('rules are the catalogue of causes', () => {
  test('each with what it means and how to fix it, and a link where the documentation has an address', () => {
    const { rules } = runOf(aRunReport(), { docs: 'https://docs.example/sosie/' }).tool.driver
    expect(rules.map(({ id }) => id)).toEqual(entries.map(({ id }) => id))
    const [rule] = rules
    expect(rule?.help.text).toContain('Fix it: Guard the divisor')
    expect(rule?.helpUri).toBe('https://docs.example/sosie/causes.md#php-division-by-zero')
    expect(runOf(aRunReport()).tool.driver.rules[0]?.helpUri).toBeUndefined()
  })

  test('a cause of another catalogue has a rule, too', () => {
    const { tool, results } = runOf(aRunReport({ findings: [aFinding({ cause: 'php-of-old' })] }))
    expect(tool.driver.rules[results[0]?.ruleIndex ?? -1]?.id).toBe('php-of-old')
  })

  test('the documentation has the place that the link leads to', () => {
    const page = readFileSync('docs/causes.md', 'utf8')
    expect(entries.filter(({ id }) => !page.includes(`## ${id}\n`))).toEqual([])
  })
})

describe('what became of a finding', () => {
  const at = Date.parse('2026-11-24T12:00:00Z')
  const signed = { cause: 'php-division-by-zero', title: 'T', routes: ['GET /'], reason: 'ticket 41', author: 'Ada' }
  const report = applyGate(
    aRunReport({
      findings: ['new', 'old', 'over'].map((id) => aFinding({ id })),
      routes: [aRoute({ route: 'GET /' })],
    }),
    {
      settings: defaultGate,
      decided: {
        allowances: [],
        baseline: [
          { ...signed, id: 'old', expires: '2027-12-31' },
          { ...signed, id: 'over', expires: '2026-01-01' },
          { ...signed, id: 'gone', expires: '2027-12-31' },
        ],
      },
      at,
    },
  )

  test('new, or unchanged; suppressed while it is accepted', () => {
    expect(runOf(report).results.map(({ baselineState, suppressions }) => [baselineState, suppressions])).toEqual([
      ['new', undefined],
      ['unchanged', [{ kind: 'external', status: 'accepted', justification: 'ticket 41' }]],
      ['unchanged', undefined],
    ])
  })

  test('fixed ones are named beside the results, not among them', () => {
    expect(runOf(report).properties).toMatchObject({ fixed: ['gone'], notCovered: [] })
  })

  test('without a baseline nothing is new', () => {
    expect(runOf(aRunReport({ findings: [aFinding()] })).results[0]?.baselineState).toBeUndefined()
  })

  test('it is known again by its id', () => {
    expect(runOf(report).results[0]?.partialFingerprints).toEqual({
      'sosieFinding/v1': 'new',
      primaryLocationLineHash: 'new:1',
    })
  })

  test.each([
    ['critical', 'error'],
    ['major', 'error'],
    ['minor', 'warning'],
    ['info', 'note'],
  ] as const)('%s is of level %s', (severity, level) => {
    expect(runOf(aRunReport({ findings: [aFinding({ severity })] })).results[0]?.level).toBe(level)
  })
})
