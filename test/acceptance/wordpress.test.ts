import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { visitWordpress } from '../../lab/src/traffic/wordpress.js'
import type { Difference } from '../../src/model/difference.js'
import type { ReportedFinding, RunReport } from '../../src/model/report.js'
import { imbalances } from '../../src/model/run.js'
import { routeOf } from '../../src/model/route.js'
import { startRealStacks, wordpressApplications } from '../support/lab.js'
import { untilMirrored } from '../support/mirrored.js'
import { reportOf, startShadowProcess } from '../support/shadow-process.js'

const builtTraffic: string = '../../lab/dist/traffic/wordpress.js'
const folder = mkdtempSync(join(tmpdir(), 'sosie-wordpress-'))
/** Of 62 paths each. */
const rounds = 5

/** What is planted: where it shows, and regular expressions of the difference that shows it. */
interface Truth {
  readonly defects: readonly {
    readonly id: string
    readonly request: string
    readonly differs: Readonly<Partial<Record<keyof Difference, string>>>
  }[]
}
const truth = JSON.parse(readFileSync('lab/wordpress/defects.json', 'utf8')) as Truth

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a WordPress behind a shadow with control, and reports. */
async function shadowed(name: 'wordpress' | 'plantedWordpress'): Promise<RunReport> {
  const applications = await wordpressApplications()
  const lab = await startRealStacks(applications[name])
  try {
    const recording = join(folder, `${name}.sqlite`)
    const shadow = await startShadowProcess(['--config', lab.configFile, '--db', recording])
    const traffic = (await import(builtTraffic)) as { visitWordpress: typeof visitWordpress }
    for (let round = 0; round < rounds; round += 1) {
      await traffic.visitWordpress(shadow.url, 4)
      await untilMirrored(shadow.admin)
    }
    shadow.child.kill('SIGINT')
    await shadow.ended
    const report = await reportOf(recording)
    process.stdout.write(`${name}: ${summaryOf(report)}\n`)
    return report
  } finally {
    await lab.stop()
  }
}

function summaryOf({ totals, findings, noise }: RunReport): string {
  const sources = noise.map(({ source, differences }) => `${source} ${differences}`).join(', ')
  const lines = findings.map(lineOf)
  const requestCounts = `${totals.requests} requests, ${totals.compared} compared, incomparable ${JSON.stringify(totals.incomparable)}`
  return [`${requestCounts}; noise by ${sources}`, ...lines].join('\n  ')
}

function lineOf({ cause, title, routes, example }: ReportedFinding): string {
  const places = (example?.differences ?? []).slice(0, 3).map(({ kind, path }) => `${kind} ${path}`)
  return `${cause}: ${title} (${routes.map(({ route }) => route).join(', ')}) ${places.join('; ')}`
}

describe('a stock WordPress on both stacks, 310 requests', () => {
  let report: RunReport
  beforeAll(async () => {
    report = await shadowed('wordpress')
  }, 600_000)

  test('the request counts balance, nearly everything is compared', () => {
    expect(imbalances(report.totals)).toEqual([])
    expect(report.totals.requests).toBeGreaterThanOrEqual(300)
    expect(report.totals.compared).toBeGreaterThan(290)
  })

  test('nothing is found in its answers', () => {
    expect(report.findings.filter(aboutAnswers).map(lineOf)).toEqual([])
  })
})

describe('the same with five defects planted in the candidate’s copy', () => {
  let report: RunReport
  beforeAll(async () => {
    report = await shadowed('plantedWordpress')
  }, 600_000)

  test.each(truth.defects)('$id is found', ({ request, differs }) => {
    const route = routeOf('GET', request)
    const there = report.findings.filter(({ routes }) => routes.some((each) => each.route === route))
    const differences = there.flatMap(({ example }) => example?.differences ?? [])
    expect(differences.filter((difference) => fits(difference, differs))).not.toEqual([])
  })

  test('the header that every page lost is not one finding a page', () => {
    const aboutLink = report.findings.filter(({ title }) => title.startsWith('Header link'))
    expect(aboutLink.length).toBeLessThanOrEqual(2) // the whole field here, one of several values there
    expect(Math.max(...aboutLink.map(({ routes }) => routes.length))).toBeGreaterThan(10)
  })

  test('nothing else is found in its answers', () => {
    const planted = ({ example }: ReportedFinding): boolean =>
      (example?.differences ?? []).every((each) => truth.defects.some(({ differs }) => fits(each, differs)))
    expect(
      report.findings
        .filter(aboutAnswers)
        .filter((finding) => !planted(finding))
        .map(lineOf),
    ).toEqual([])
  })
})

function fits(difference: Difference, wanted: Truth['defects'][number]['differs']): boolean {
  return Object.entries(wanted).every(([field, pattern]) =>
    new RegExp(pattern).test(difference[field as keyof Difference] ?? ''),
  )
}

/** Times are another question: on a machine that is shared they say what the machine did. */
function aboutAnswers({ proof }: ReportedFinding): boolean {
  return proof !== 'measured'
}
