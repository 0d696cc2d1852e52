import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import { askLegs, type Asking } from '../../src/mirror/ask.js'
import type { Exchange, LegName } from '../../src/model/exchange.js'
import type { MadeValue } from '../../src/model/made-value.js'
import { createRunner, type Replayable, type ReplayOffer, type Runner } from '../../src/replay/runner.js'
import type { Plan } from '../../src/replay/plan.js'
import { dueTimes } from '../../src/replay/plan.js'
import type { Scenario, ScenarioExchange } from '../../src/replay/scenario/model.js'
import { startTokensSite } from '../support/tokens-site.js'
import type { Upstream } from '../support/upstream.js'

const running: (Upstream | Asking)[] = []
afterEach(async () => {
  for (const each of running.splice(0)) await ('kill' in each ? each.kill() : each.close())
})

const fast: Plan = {
  pace: { kind: 'fast' },
  loops: 1,
  burst: 1,
  legacy: 'asked',
  legacyWrites: true,
  seed: 1,
}

function exchange(request: string, over: Partial<ScenarioExchange> = {}): ScenarioExchange {
  const [method = '', target = ''] = request.split(' ')
  return { method, target, session: 'anna', after: 0, writes: method === 'POST', headers: {}, capture: {}, ...over }
}

const posted = (fields: Readonly<Record<string, string>>) => ({ body: { kind: 'form', fields } as const })
const redirectedTo = (location: string) => ({ answer: { status: 302, headers: { Location: location } } })

/** As it was recorded on a legacy whose next record was 7. */
const journey: readonly ScenarioExchange[] = [
  exchange('GET /new'),
  exchange('POST /new', { ...posted({ csrf_token: 'recorded1', title: 'first' }), ...redirectedTo('/edit?id=7') }),
  exchange('GET /edit?id=7'),
  exchange('POST /edit', { ...posted({ csrf_token: 'recorded2', id: '7', title: 'second' }) }),
]

function replayable(exchanges: readonly ScenarioExchange[]): Replayable {
  const scenario: Scenario = { name: 'edits', why: 'that writes work', variables: {}, sessions: {}, exchanges }
  return { scenario, sources: { variable: () => '', sideFile: () => new Uint8Array(0) } }
}

interface Replayed {
  readonly answers: Map<LegName, (number | undefined)[]>
  readonly made: Map<LegName, (readonly MadeValue[])[]>
  readonly offers: ReplayOffer[]
  readonly left: string[]
  readonly runner: Runner
}

/** Replays on two real sites; in place of the dispatcher, which has tests of its own, legs are asked as it asks them. */
async function replayed(
  exchanges: readonly ScenarioExchange[],
  plan: Plan,
  legs: Record<string, string>,
): Promise<Replayed> {
  const asking = askLegs(
    Object.fromEntries(
      Object.entries(legs).map(([leg, url]) => [leg, { lanes: [{ origin: new URL(url) }], tls: { verify: true } }]),
    ),
    {
      statements: { collect: () => Promise.reject(new Error('no tap')), setSessionStatement: () => Promise.resolve() },
      logs: { collect: () => Promise.resolve([]) },
    },
    { body: () => 1_000_000, timeoutMs: 2000 },
    { extra: {}, passing: (all) => all, trace: 'off' },
  )
  running.push(asking)
  const answers = new Map<LegName, (number | undefined)[]>()
  const madeBy = new Map<LegName, (readonly MadeValue[])[]>()
  const offers: ReplayOffer[] = []
  const left: string[] = []
  const runner: Runner = createRunner([replayable(exchanges)], plan, {
    offer: (offer) => {
      offers.push(offer)
      void (async () => {
        const order: LegName[] = offer.legacy === 'legacy-first' ? ['legacy', 'candidate'] : ['candidate', 'legacy']
        for (const leg of order) if (typeof offer.legacy === 'string' || leg !== 'legacy') await ask(leg, offer.request)
        offer.ended()
      })()
    },
    arrived: () => undefined,
    notMirrored: (reason) => void left.push(reason),
    now: () => performance.now(),
    wait: (ms) => wait(ms),
    answered: (_, { leg, response, made = [] }: Exchange) => {
      answers.set(leg, [...(answers.get(leg) ?? []), response?.status])
      madeBy.set(leg, [...(madeBy.get(leg) ?? []), made])
    },
  })
  const ask = runner.wrap(asking.ask)
  await runner.run()
  return { answers, made: madeBy, offers, left, runner }
}

async function twoSites() {
  const [legacy, candidate] = [await startTokensSite(40), await startTokensSite(900)]
  running.push(legacy, candidate)
  return { legacy, candidate, urls: { legacy: legacy.url, candidate: candidate.url } }
}

test('a form with a token and an edit of what was just created are accepted on both sides, each with its own ids', async () => {
  const { legacy, candidate, urls } = await twoSites()
  const { answers } = await replayed(journey, fast, urls)
  expect(answers.get('legacy')).toEqual([200, 302, 200, 302])
  expect(answers.get('candidate')).toEqual([200, 302, 200, 302])
  expect([legacy.accepted, candidate.accepted]).toEqual([
    ['/new first', '/edit second'],
    ['/new first', '/edit second'],
  ])
})

test('with recorded answers only the candidate is asked, and its writes are accepted', async () => {
  const { legacy, candidate, urls } = await twoSites()
  const { offers } = await replayed(journey, { ...fast, legacy: 'recorded' }, urls)
  expect(candidate.accepted).toEqual(['/new first', '/edit second'])
  expect(legacy.accepted).toEqual([])
  expect(offers.map(({ legacy: recorded }) => typeof recorded)).toEqual(['object', 'object', 'object', 'object'])
})

test('what writes is not sent to a live legacy unless that is allowed, and its session is known to have diverged', async () => {
  const { legacy, candidate, urls } = await twoSites()
  const { left, offers } = await replayed(journey, { ...fast, legacyWrites: false }, urls)
  expect([legacy.accepted, candidate.accepted, left]).toEqual([[], [], ['unsafe-method', 'unsafe-method']])
  expect(offers.map(({ diverged }) => diverged)).toEqual([false, true])
})

test('each leg’s answers say which records it made for the session, and control has no part in what follows a write', async () => {
  const { urls } = await twoSites()
  const { offers, made } = await replayed(journey, fast, urls)
  const key = '1 location query.id'
  const since = (value: string): MadeValue[][] => [[], ...Array.from({ length: 3 }, () => [{ key, value }])]
  expect(made.get('legacy')).toEqual(since('40'))
  expect(made.get('candidate')).toEqual(since('900'))
  expect(offers.map(({ withoutControl }) => withoutControl)).toEqual([false, true, true, true])
})

test('a recorded answer says what legacy made when it was recorded', async () => {
  const { urls } = await twoSites()
  const { offers } = await replayed(journey, { ...fast, legacy: 'recorded' }, urls)
  expect(offers[1]?.legacy).toMatchObject({ recorded: true, made: [{ key: '1 location query.id', value: '7' }] })
})

test('a capture brings each leg its own value', async () => {
  const { candidate, urls } = await twoSites()
  const named = { capture: { mine: { kind: 'css', selector: 'input[name=csrf_token]', attribute: 'value' } } } as const
  const steps = [
    exchange('GET /new', named),
    exchange('POST /new', posted({ csrf_token: '${mine}', title: 'captured' })),
  ]
  await replayed(steps, fast, urls)
  expect(candidate.accepted).toEqual(['/new captured'])
})

test('a session waits for what another captures, and gets it', async () => {
  const { candidate, urls } = await twoSites()
  const steps = [
    exchange('GET /new', { capture: { mine: { kind: 'css', selector: 'p' } } }),
    exchange('GET /new', { session: 'ben' }),
    exchange('POST /new', { ...posted({ csrf_token: 'recorded1', title: '${mine} of anna' }), session: 'ben' }),
  ]
  await replayed(steps, fast, urls)
  expect(candidate.accepted).toEqual(['/new new of anna'])
})

test('a burst sends a safe request many times at once, and a write once', async () => {
  const { candidate, urls } = await twoSites()
  const { offers } = await replayed(journey.slice(0, 2), { ...fast, burst: 10 }, urls)
  expect(offers.map(({ request }) => request.method).filter((method) => method === 'GET')).toHaveLength(10)
  expect(candidate.accepted).toEqual(['/new first'])
})

test('an exchange that says its burst is sent so often, whatever the plan says of the others', async () => {
  const { urls } = await twoSites()
  const { offers } = await replayed([exchange('GET /new'), exchange('GET /new?40', { burst: 40 })], fast, urls)
  expect(offers.map(({ request }) => request.target)).toEqual(['/new', ...Array<string>(40).fill('/new?40')])
  // Control would be asked beside the candidate, and the burst would measure both.
  expect(offers.map(({ withoutControl }) => withoutControl)).toEqual([false, ...Array<boolean>(40).fill(true)])
})

test('who is asked first is drawn by the seed', async () => {
  const { urls } = await twoSites()
  const many = Array.from({ length: 30 }, () => exchange('GET /new'))
  const orders = async (seed: number) =>
    (await replayed(many, { ...fast, seed }, urls)).offers.map(({ legacy }) => legacy)
  const [one, again] = [await orders(7), await orders(7)]
  expect(new Set(one).size).toBe(2)
  expect(again).toEqual(one)
})

test('exchanges are due as recorded, faster, or at a rate', () => {
  const offsets = [0, 100, 150]
  expect(dueTimes(offsets, { kind: 'recorded', factor: 1 })).toEqual([0, 100, 150])
  expect(dueTimes(offsets, { kind: 'recorded', factor: 2 })).toEqual([0, 50, 75])
  expect(dueTimes(offsets, { kind: 'rate', perSecond: 100 })).toEqual([0, 10, 20])
  expect(dueTimes(offsets, { kind: 'fast' })).toEqual([0, 0, 0])
})
