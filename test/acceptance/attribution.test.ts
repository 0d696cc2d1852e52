import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { marking as markingOf } from '../../src/app/legacy-tap.js'
import type { openLiveProxy as openLiveProxyOf } from '../../src/proxy/live-proxy.js'
import type { undiciForwarder as undiciForwarderOf } from '../../src/proxy/undici-forwarder.js'
import type { Forwarders } from '../../src/proxy/live-proxy.js'
import type { legacyStatements as legacyStatementsOf } from '../../src/tap/live/legacy-statements.js'
import type * as liveTapModule from '../../src/tap/live/open-live-tap.js'
import type { openTaps as openTapsOf } from '../../src/tap/taps.js'
import type { askLegs as askLegsOf } from '../../src/mirror/ask.js'
import type { StatementsOfRequest } from '../../src/model/statement.js'
import { aRequest } from '../support/factories.js'
import { freePorts, startSqlStacks, type SqlPool, type SqlStacks } from '../support/sql-stacks.js'

/** Whose statements are whose: the truth is a marker that each request brings and its page writes into every statement. */
const laneCount = 8
const mirrored = 10_000
const perCell = 600
/** Statements of a page of each kind. */
const statementsOf = { mysqli: 4, pdo: 4, two: 4, none: 0, persistent: 4, finish: 4 } as const
type Kind = keyof typeof statementsOf

const built = <Module>(path: string): Promise<Module> => import(resolve('dist', path)) as Promise<Module>
const complain = (message: string | Error): void => void process.stderr.write(`${String(message)}\n`)

let stacks: SqlStacks
let livePort = 0
let lanePorts: number[] = []

beforeAll(async () => {
  ;[livePort = 0, ...lanePorts] = await freePorts(1 + laneCount)
  const live: SqlPool = { name: 'live', php: 'legacy', mysql: 'legacy', children: 8, port: livePort, accessLog: true }
  const lanes = lanePorts.map((port, index): SqlPool => ({
    name: `lane${index}`,
    php: 'candidate',
    mysql: 'candidate',
    children: 1,
    port,
  }))
  stacks = await startSqlStacks([live, ...lanes])
}, 120_000)

afterAll(() => stacks.stop())

/** What was found of one request, against its marker. */
function judge(
  { statements, attribution }: StatementsOfRequest,
  marker: string,
  kind: Kind,
): 'right' | 'wrong' | 'open' {
  if (statements.some(({ sql }) => !sql.includes(`'${marker}'`))) return 'wrong'
  if (attribution !== 'exact') return 'open'
  const found = statements.length
  return found === statementsOf[kind] || (kind === 'finish' && found >= 2) ? 'right' : 'wrong'
}

const kinds: readonly Kind[] = ['mysqli', 'pdo', 'mysqli', 'two', 'mysqli', 'persistent', 'none', 'mysqli']

test('10,000 mirrored requests at 8 lanes: every statement with the request that asked it', async () => {
  const { openTaps } = await built<{ openTaps: typeof openTapsOf }>('tap/taps.js')
  const { askLegs } = await built<{ askLegs: typeof askLegsOf }>('mirror/ask.js')
  const { host, port } = stacks.databases.candidate
  const addresses = lanePorts.map((own, index) => ({
    name: `lane${index}`,
    listen: { host: '127.0.0.1', port: own },
    target: { host, port },
  }))
  const taps = await openTaps(addresses, { died: complain, fault: complain })
  const lanes = addresses.map(({ name }) => ({ origin: new URL(stacks.url(name)), tap: name }))
  const asking = askLegs(
    { candidate: { lanes, tls: { verify: true } } },
    { statements: taps, logs: { collect: () => Promise.resolve([]) } },
    { body: () => 10_000, timeoutMs: 30_000 },
    { extra: {}, passing: (all) => all, trace: 'off' },
  )
  const found = { right: 0, wrong: 0, open: 0 }
  let next = 0
  const client = async (): Promise<void> => {
    while (next < mirrored) {
      const [marker, kind] = [`m${next}`, kinds[next % kinds.length] ?? 'mysqli']
      next += 1
      const request = aRequest({ id: marker, target: `/marked.php?m=${marker}&page=${kind}`, headers: [['Host', 'x']] })
      found[judge(await asking.ask('candidate', request), marker, kind)] += 1
    }
  }
  await Promise.all(Array.from({ length: laneCount }, client))
  await asking.close()
  await taps.close()
  process.stdout.write(`lanes: ${JSON.stringify(found)}\n`)
  expect(found).toEqual({ right: mirrored, wrong: 0, open: 0 })
}, 300_000)

/** By time alone, with the processes of connections, or with php-fpm's log as well. */
type Means = 'time' | 'process' | 'log'

interface Cell {
  readonly inFlight: number
  readonly means: Means
  /** Share of requests of which everything must be known. */
  readonly least: number
}

const cells: readonly Cell[] = [
  { inFlight: 1, means: 'time', least: 0.95 },
  { inFlight: 2, means: 'time', least: 0.4 },
  { inFlight: 4, means: 'time', least: 0 },
  { inFlight: 1, means: 'log', least: 0.95 },
  { inFlight: 2, means: 'log', least: 0.85 },
  { inFlight: 4, means: 'log', least: 0.7 },
  { inFlight: 2, means: 'process', least: 0.4 },
  { inFlight: 4, means: 'process', least: 0 },
]

const liveKinds: readonly Kind[] = ['mysqli', 'pdo', 'mysqli', 'none']

test.each(cells)(
  'live legacy, $inFlight in flight, by $means: none wrong, enough known',
  async (cell) => {
    const found = await liveCell(cell, liveKinds)
    process.stdout.write(`live ${cell.inFlight}, by ${cell.means}: ${JSON.stringify(found)}\n`)
    expect(found.wrong).toBe(0)
    expect(found.right / perCell).toBeGreaterThanOrEqual(cell.least)
  },
  120_000,
)

test.each<Means>(['log', 'process', 'time'])(
  'pages that go on after their answer, keep connections or open two are never given to others (by %s)',
  async (means) => {
    const found = await liveCell({ inFlight: 3, means }, ['mysqli', 'finish', 'persistent', 'two', 'none', 'mysqli'])
    process.stdout.write(`live, odd pages, by ${means}: ${JSON.stringify(found)}\n`)
    expect(found.wrong).toBe(0)
  },
  120_000,
)

async function liveCell(
  { inFlight, means }: Omit<Cell, 'least'>,
  pages: readonly Kind[],
): Promise<Record<'right' | 'wrong' | 'open', number>> {
  const { openLiveTap } = await built<typeof liveTapModule>('tap/live/open-live-tap.js')
  const { legacyStatements } = await built<{ legacyStatements: typeof legacyStatementsOf }>(
    'tap/live/legacy-statements.js',
  )
  const { marking } = await built<{ marking: typeof markingOf }>('app/legacy-tap.js')
  const { openLiveProxy } = await built<{ openLiveProxy: typeof openLiveProxyOf }>('proxy/live-proxy.js')
  const { undiciForwarder } = await built<{ undiciForwarder: typeof undiciForwarderOf }>('proxy/undici-forwarder.js')
  const { host, port } = stacks.databases.legacy
  // Everything that the tap saw: kept when an answer is wrong, so that it can be explained.
  const trace = join(tmpdir(), `sosie-trace-${process.pid}-${inFlight}-${means}.jsonl`)
  const tap = await openLiveTap(
    {
      name: 'legacy',
      listen: { host: '127.0.0.1', port: livePort },
      target: { host, port },
      matchProcesses: means !== 'time',
      ...(means === 'log' ? { accessLog: stacks.accessLogOf('live') } : {}),
      trace,
    },
    complain,
  )
  const asker = tap.asker()
  const statements = legacyStatements(asker)
  const found = { right: 0, wrong: 0, open: 0 }
  const judging: Promise<void>[] = []
  const undici = undiciForwarder(new URL(stacks.url('live')), { verify: true })
  const plain: Forwarders = { requests: undici, offers: undici }
  const proxy = await openLiveProxy(liveOptions, marking(plain, tap), {
    arrived: () => undefined,
    answered({ id, target }) {
      const query = new URLSearchParams(target.split('?')[1])
      const [marker, kind] = [query.get('m') ?? '', query.get('page') as Kind]
      judging.push(
        statements.of(id).then((seen) => {
          const judged = judge(seen, marker, kind)
          found[judged] += 1
          if (judged === 'wrong') complain(`WRONG ${id} ${marker} ${JSON.stringify(seen)}, explained by ${trace}`)
        }),
      )
    },
    passedBy: () => undefined,
    unmirrorable: complain,
    refused: complain,
  })
  let next = 0
  const client = async (): Promise<void> => {
    while (next < perCell) {
      const [marker, kind] = [`c${inFlight}m${next}`, pages[next % pages.length] ?? 'mysqli']
      next += 1
      const answer = await fetch(`${proxy.url}/marked.php?m=${marker}&page=${kind}`)
      expect(await answer.text()).toBe(marker)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, client))
  await Promise.all(judging)
  await proxy.close(1000)
  await tap.rest()
  const { exact, ambiguous } = tap.counts()
  expect(exact + ambiguous).toBe(perCell)
  asker.close()
  await tap.close()
  if (found.wrong === 0) await rm(trace)
  return found
}

const liveOptions = {
  host: '127.0.0.1',
  port: 0,
  hosts: new Set<string>(),
  forwarded: 'off' as const,
  headerBytes: 32 * 1024,
  urlBytes: 16 * 1024,
  headersMs: 60_000,
  bodyIdleMs: 60_000,
  connections: 1000,
  copyBytes: 64 * 1024 * 1024,
  bodyLimit: () => 10_000,
}
