import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createConnection } from 'mysql2/promise'
import type { Lab } from '../../lab/src/lab.js'
import type { RunReport } from '../../src/model/report.js'
import { startFixableBoutique, startRealStacks } from '../support/lab.js'
import { reportOf, sosie } from '../support/shadow-process.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-scenarios-'))
let lab: Lab

/** Forty workers for the old stack, and beside the lanes a pool of four for the new one: what the forty tabs are about. */
beforeAll(async () => {
  lab = await startRealStacks(undefined, { legacyWorkers: 40, candidateWorkers: 4 })
}, 300_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Outcome {
  readonly status: number | null
  /** Expectations that were not met. */
  readonly unmet: readonly string[]
  readonly report: RunReport
}

async function replay(scenario: string, flags: readonly string[]): Promise<Outcome> {
  const db = join(folder, `${scenario}-${Math.random()}.sqlite`)
  const { status, err } = await sosie(['replay', `scenarios/${scenario}.yaml`, ...flags, '--db', db])
  if (status !== 0 && status !== 1) throw new Error(err)
  const report = await reportOf(db)
  return { status, report, unmet: report.notes.filter(({ kind }) => kind === 'unmet').map(({ sentence }) => sentence) }
}

const onLanes = (scenario: string): Promise<Outcome> => replay(scenario, ['--config', lab.configFile])

/** What each says of the boutique as it is planted, and nothing else. */
const planted: Readonly<Record<string, readonly RegExp[]>> = {
  'query-cache': [
    /^"query cache": query-cache-dependence must not be found, but was: The same SELECT on lignes runs 12 times/,
    /^"query cache": GET \/api\/statistiques\.php takes \d[\d.]* times as long, at the most 10 was expected\.$/,
  ],
  menu: [/^"menu": query-cache-dependence must not be found, but was: The same SELECT on categories runs 12 times/],
  'division-by-zero': [
    /^"division by zero": php-division-by-zero must not be found, but was: .* in marge\.php:6\.$/,
    /^"division by zero": php-division-by-zero must not be found, but was: .* in rotation\.php:7\.$/,
    /^"division by zero": php-division-by-zero must not be found, but was: .* in diagnostic\.php:7\.$/,
    /^"division by zero", GET \/api\/marge\.php\?id=100: the candidate answers 500, expected was 200\.$/,
    /^"division by zero", GET \/admin\/diagnostic\.php: the candidate holds "DivisionByZeroError", which it must not\.$/,
  ],
  'time-zone': [
    /^"time zone": unexplained must not be found, but was: Other type in GET \/api\/horaires\.php\.$/,
    /^"time zone", GET \/api\/horaires\.php: the candidate holds "null", which it must not\.$/,
  ],
  favicon: [
    /^"favicon": query-cache-dependence must not be found, but was: The same SELECT on categories runs 12 times/,
    /^"favicon", GET \/favicon\.ico: the candidate holds "<html", which it must not\.$/,
  ],
  'old-host': [
    /^"old host", GET \/galerie\.php: the candidate holds "\/\/www\.boutique-ancienne\.example\/", which it must not\.$/,
  ],
  'two-clients': [/^"two clients", GET \/api\/marge\.php\?id=100: the candidate answers 500, expected was 200\.$/],
  'cache-headers': [/^"cache headers": unexplained must not be found, but was: Header cache-control: other content\.$/],
}

describe('on the boutique as it is planted', () => {
  const outcomes = new Map<string, Outcome>()

  test.each(Object.entries(planted))(
    '%s fails for its reason and no other',
    async (scenario, reasons) => {
      const outcome = await onLanes(scenario)
      outcomes.set(scenario, outcome)
      expect(outcome.status).toBe(1)
      expect(outcome.unmet.filter((sentence) => !reasons.some((reason) => reason.test(sentence)))).toEqual([])
      expect(reasons.filter((reason) => !outcome.unmet.some((sentence) => reason.test(sentence)))).toEqual([])
    },
    60_000,
  )

  test('query cache, menu and favicon are proven by experiment, each division by its words or its log', () => {
    for (const scenario of ['query-cache', 'menu', 'favicon', 'division-by-zero'])
      expect(outcomes.get(scenario)?.report.findings.map(({ proof }) => proof)).not.toContain('none')
  })

  test('of the two clients only the application is hurt', () => {
    const findings = outcomes.get('two-clients')?.report.findings ?? []
    expect(findings.map(({ cause, clients }) => [cause, clients])).toEqual([
      ['php-division-by-zero', [{ client: 'BoutiqueApp', count: 1 }]],
    ])
  })

  test('forty tabs fail on a pool of four workers: each is fine alone, the herd is not', async () => {
    const { status, unmet, report } = await replay('forty-tabs', plainFlags(lab))
    expect(status).toBe(1)
    expect(unmet).toEqual([
      expect.stringMatching(/infra-concurrent-herd must not be found, but was: .* is fine alone, /),
    ])
    expect(report.findings.map(({ cause, proof }) => [cause, proof])).toEqual([['infra-concurrent-herd', 'measured']])
    const { aloneLegacyP50Ms, aloneCandidateP50Ms, togetherLegacyP50Ms, togetherCandidateP50Ms } =
      report.findings[0]?.evidence ?? {}
    process.stdout.write(
      `forty tabs: alone ${String(aloneLegacyP50Ms)} and ${String(aloneCandidateP50Ms)} ms, ` +
        `together ${String(togetherLegacyP50Ms)} and ${String(togetherCandidateP50Ms)} ms\n`,
    )
  }, 60_000)

  test('through two lanes forty tabs come two at a time: that is said, and no herd is told', async () => {
    const db = join(folder, 'lanes.sqlite')
    const { status, err } = await sosie(['replay', 'scenarios/forty-tabs.yaml', '--config', lab.configFile, '--db', db])
    expect(err).toContain('! Bursts of 40 reach the candidate 2 at a time, through its lanes. ')
    expect(status).toBe(0)
  }, 60_000)
})

describe('nothing is told', () => {
  test('of the opposites', async () => {
    const { status, unmet, report } = await onLanes('opposites')
    expect({ status, unmet, findings: report.findings }).toEqual({ status: 0, unmet: [], findings: [] })
    expect(report.totals).toMatchObject({ requests: 11, compared: 11 })
  }, 60_000)

  test('of forty tabs where the new pool has as many workers as the old', async () => {
    const fixed = await startRealStacks(undefined, { legacyWorkers: 40, candidateWorkers: 40 })
    try {
      const { status, unmet, report } = await replay('forty-tabs', plainFlags(fixed))
      expect({ status, unmet, findings: report.findings }).toEqual({ status: 0, unmet: [], findings: [] })
    } finally {
      await fixed.stop()
    }
  }, 120_000)
})

function plainFlags({ legacy, plainCandidate }: Lab): string[] {
  return ['--legacy', legacy.url, '--candidate', plainCandidate?.url ?? '']
}

/** What each scenario is about, as the ground truth calls it; the time zone is no page's. */
const fixes = [
  ...['statistics-query-cache', 'menu-query-cache', 'margin-division', 'rotation-division', 'diagnostic-division'],
  ...['favicon', 'old-host', 'cache-header'],
]

describe('on a boutique where all of it is fixed', () => {
  let fixed: Lab

  beforeAll(async () => {
    const started = await startFixableBoutique(join(folder, 'pages'))
    fixed = started.lab
    for (const defect of fixes) await started.fix(defect)
    const connection = await createConnection({ uri: fixed.candidate.database })
    for (const statement of namedZone) await connection.query(statement)
    await connection.end()
  }, 300_000)

  afterAll(() => fixed.stop())

  test.each(Object.keys(planted))(
    '%s holds',
    async (scenario) => {
      const { unmet } = await replay(scenario, ['--config', fixed.configFile])
      expect(unmet).toEqual([])
    },
    60_000,
  )
})

/** What mysql_tzinfo_to_sql writes of a zone, as far as a winter needs it. */
const namedZone = [
  "INSERT INTO mysql.time_zone (Time_zone_id, Use_leap_seconds) VALUES (1, 'N')",
  "INSERT INTO mysql.time_zone_name (Name, Time_zone_id) VALUES ('Europe/Paris', 1)",
  "INSERT INTO mysql.time_zone_transition_type (Time_zone_id, Transition_type_id, Offset, Is_DST, Abbreviation) VALUES (1, 0, 3600, 0, 'CET')",
]

test('every scenario of the folder is one of these, and the table of the README has them all', () => {
  const files = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'))
  const known = [...Object.keys(planted), 'forty-tabs', 'opposites']
  expect(files.map((name) => basename(name, '.yaml')).sort()).toEqual(known.sort())
  const table = readFileSync('scenarios/README.md', 'utf8')
  expect(files.filter((name) => !table.includes(`| [${name}](${name}) |`))).toEqual([])
})
