import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Lab } from '../../lab/src/lab.js'
import type { RunReport } from '../../src/model/report.js'
import { imbalances } from '../../src/model/run.js'
import {
  exportSession,
  liveVerdicts,
  read,
  recordSession,
  replayedVerdicts,
  writtenInto,
  type RecordedVerdict,
  type Written,
} from '../support/boutique-session.js'
import { startRealStacks } from '../support/lab.js'
import { reportOf, sosie } from '../support/shadow-process.js'

/** Of 129 requests each: 1,032 requests, 56 of which write. */
const rounds = 8
/** How often the session is replayed, on databases as they were at the beginning. `SOSIE_REPLAYS` asks for fewer. */
const replays = Number(process.env['SOSIE_REPLAYS'] ?? 10)
/** `SOSIE_RECORDED` names a folder where the session is kept, to replay the same one another time. */
const kept = process.env['SOSIE_RECORDED']
const folder = kept ?? mkdtempSync(join(tmpdir(), 'sosie-replay-'))
const live = join(folder, 'live.sqlite')
const scenario = join(folder, 'boutique.yaml')

interface Replayed {
  readonly report: RunReport
  readonly file: string
  readonly written: Readonly<Record<'legacy' | 'candidate', Written>>
}

let lab: Lab
let variables: Record<string, string> = {}
const replayed: Replayed[] = []

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  lab = await startRealStacks()
  if (!existsSync(live)) await recordSession(lab, live, rounds)
  variables = await exportSession(live, scenario)
}, 600_000)

afterAll(async () => {
  await lab.stop()
  if (kept === undefined) rmSync(folder, { recursive: true, force: true })
})

test(`the recorded session is replayed ${replays} times on both live stacks, and everything is compared`, async () => {
  for (let time = 1; time <= replays; time += 1) {
    await lab.resetDatabases()
    const file = join(mkdtempSync(join(folder, 'replay-')), 'replay.sqlite')
    const flags = ['--config', lab.configFile, '--db', file, '--allow-legacy-writes', '--seed', String(time)]
    const { status, err } = await sosie(['replay', scenario, ...flags], variables)
    expect({ status, err: status === 1 ? '' : err }).toEqual({ status: 1, err: '' }) // what is planted is found
    const written = {
      legacy: await writtenInto(lab.legacy.database),
      candidate: await writtenInto(lab.candidate.database),
    }
    const report = await reportOf(file)
    replayed.push({ report, file, written })
    process.stdout.write(`replay ${time}: ${summaryOf(report)}\n`)
    expect(imbalances(report.totals)).toEqual([])
    expect(report.notes.filter(({ kind }) => !['unmet', 'data', 'time'].includes(kind))).toEqual([])
    expect(report.totals.requests).toBeGreaterThanOrEqual(1000)
    expect(report.totals.compared).toBe(report.totals.requests)
  }
}, 2_400_000)

function summaryOf({ totals, findings, noise }: RunReport): string {
  const { requests, compared, match, noise: noisy, mismatch } = totals
  const sources = noise.map(({ source, differences }) => `${source} ${differences}`).join(', ')
  return `${requests} requests, ${compared} compared: match ${match}, noise ${noisy} (${sources}), mismatch ${mismatch}; ${findings.length} findings`
}

test('every write is accepted on both sides, and what was written is the same', () => {
  for (const { file, written } of replayed) {
    const answers = read(
      file,
      `SELECT p.target, e.leg, e.status, count(*) AS n FROM pair p JOIN exchange e ON e.pair_id = p.id
       WHERE p.method = 'POST' AND e.leg IN ('legacy', 'candidate') GROUP BY p.target, e.leg, e.status ORDER BY 1, 2`,
    )
    const both = (target: string, status: number, n: number): unknown[] =>
      ['candidate', 'legacy'].map((leg) => ({ target, leg, status, n }))
    expect(answers).toEqual([
      ...both('/admin/avis.php', 302, 2 * rounds),
      ...both('/admin/entree.php', 302, rounds),
      ...both('/index.php?page=commande', 200, 2 * rounds),
      ...both('/index.php?page=panier', 200, 2 * rounds),
    ])
    expect(written.legacy).toMatchObject({ reviews: [{ texte: 'Excellent', n: rounds }] })
    expect(sum(written.legacy.orders)).toBe(2 * rounds)
    expect(written.candidate).toEqual(written.legacy)
  }
})

const sum = (rows: Written['orders']): number => rows.reduce((total, { n }) => total + n, 0)

/** Whether there is news: that both stacks were asked in the same second, so that two clocks agree, is chance. */
const isNews = ({ verdict }: RecordedVerdict): boolean => verdict === 'mismatch'

test('each request that was comparable live has its verdict again, in every replay', () => {
  const before = liveVerdicts(live)
  const comparable = before.filter(({ verdict }) => verdict !== 'incomparable').length
  const others = replayed.flatMap(({ file }, time) => {
    const now = replayedVerdicts(file)
    expect(now).toHaveLength(before.length)
    return before.flatMap((then, index) => {
      const again = now[index]
      if (then.verdict === 'incomparable' || (again !== undefined && isNews(again) === isNews(then))) return []
      return [`replay ${time + 1}: ${then.request} was ${then.verdict}, is ${again?.verdict ?? 'missing'}`]
    })
  })
  process.stdout.write(`live: ${before.length} requests, ${comparable} comparable\n`)
  expect(comparable).toBeGreaterThan(800)
  expect(others).toEqual([])
})

test('no verdict is another in another replay, also of what only a replay can compare', () => {
  const runs = replayed.map(({ file }) => replayedVerdicts(file))
  const [first = []] = runs
  const flaky = first.filter((one, index) => runs.some((run) => isNews(run[index] ?? one) !== isNews(one)))
  expect(flaky).toEqual([])
})

test('the findings in answers are the same in every replay', () => {
  const found = replayed.map(({ report: { findings } }) =>
    findings
      .filter(({ cause }) => !/^(?:perf-|infra-concurrent-herd$|query-cache-dependence$)/.test(cause)) // times come and go
      .map(({ id, title }) => `${id} ${title}`)
      .sort(),
  )
  for (const each of found) expect(each).toEqual(found[0])
})

test('against the recorded answers, with the candidate alone, what the sessions wrote is compared, too', async () => {
  await lab.resetDatabases()
  const [file, config] = [join(folder, 'recorded.sqlite'), join(folder, 'candidate.yaml')]
  rmSync(file, { force: true })
  writeFileSync(config, JSON.stringify({ candidate: lab.candidate }))
  const { status, err } = await sosie(['replay', scenario, '--config', config, '--db', file], variables)
  expect({ status, err: status === 1 ? '' : err }).toEqual({ status: 1, err: '' })
  process.stdout.write(`recorded answers: ${summaryOf(await reportOf(file))}\n`)
  const now = replayedVerdicts(file)
  const unpaired = liveVerdicts(live).flatMap(({ verdict }, index) => (verdict === 'incomparable' ? [now[index]] : []))
  expect(unpaired.length).toBeGreaterThan(10 * rounds)
  // The back office counts the carts of all visitors: how many these are depends on who came first then and now. And the answer before its
  // login gave the session: it was the same on both stacks, so its header fields were not kept.
  const news = unpaired.filter((one) => one === undefined || isNews(one) || one.verdict === 'incomparable')
  const explained = ['GET /admin/index.php', 'GET /admin/entree.php']
  expect(news.filter((one) => !explained.includes(one?.request ?? ''))).toEqual([])
}, 600_000)
