import { openTaps, type Taps } from '../tap/taps.js'
import { tlsOf } from '../config/files.js'
import { bodyLimits, namedLanes, type NamedLane } from '../config/legs.js'
import type { Config } from '../config/schema.js'
import { nullPage, type AskedTwice, type NullPage } from '../diagnose/null-experiment.js'
import { SosieError } from '../base/errors.js'
import { askLegs, type Asking } from '../mirror/ask.js'
import type { Request } from '../model/http.js'
import { legTimeOf } from '../model/pair.js'
import { isUntimed } from '../model/timing.js'
import { measuredTapCost } from './tap-cost.js'
import { lanesTaps } from './taps.js'

export interface NullPlan {
  /** The leg that is asked as both sides. */
  readonly leg: 'candidate' | 'control'
  /** Targets of GET requests. */
  readonly pages: readonly string[]
  /** Number of requests per page. */
  readonly requests: number
}

export interface NullReport {
  readonly schema: 1
  readonly leg: NullPlan['leg']
  /** True when no page was called slower than itself. */
  readonly silent: boolean
  /** Milliseconds that a tap adds to each statement; null when unknown. */
  readonly tapCostMs: number | null
  readonly pages: readonly NullPage[]
  /** Requests that were not timed: they failed, or the answer came from an HTTP cache. */
  readonly untimed: number
}

/** Number of concurrent users: with only one, nothing disturbs anything. */
const users = 2

/** Asks one stack everything twice, as a run asks candidate and control, and reports the findings of time that result. */
export async function checkNull(config: Config, plan: NullPlan, tell: (fault: string) => void): Promise<NullReport> {
  const lanes = namedLanes(plan.leg, config[plan.leg], users)
  if (lanes.length === 0) throw new SosieError('SOSIE_E_USAGE', `The configuration has no ${plan.leg}.`)
  const taps = await openTaps(await lanesTaps(lanes), { died: ({ message }) => tell(message), fault: tell })
  try {
    return await checkThrough(taps, lanes, config, plan)
  } finally {
    await taps.close()
  }
}

async function checkThrough(
  taps: Taps,
  lanes: readonly NamedLane[],
  config: Config,
  plan: NullPlan,
): Promise<NullReport> {
  const tapCostMs = await measuredTapCost(plan.leg, config, taps)
  const asking = await askingOf(config, plan.leg, lanes, taps)
  const { asked, untimed } = await askAll(asking, plan, config).finally(() => asking.close())
  const pages = plan.pages.map((page) => nullPage(`GET ${page}`, asked.get(page) ?? [], config.thresholds))
  if (pages.some(({ ratio }) => ratio === null))
    throw new SosieError(
      'SOSIE_E_UNREACHABLE',
      `Too few answers could be timed (${untimed} were not): the ${plan.leg} must answer each page, and no HTTP cache in its place.`,
    )
  const silent = pages.every(({ findings }) => findings.length === 0)
  return { schema: 1, leg: plan.leg, silent, tapCostMs: tapCostMs ?? null, pages, untimed }
}

async function askingOf(
  config: Config,
  leg: NullPlan['leg'],
  lanes: readonly NamedLane[],
  taps: Taps,
): Promise<Asking> {
  const { [leg]: tls } = await tlsOf(config)
  const asked = lanes.map(({ name, config: { url, tap } }) => ({
    origin: new URL(url),
    ...(tap === undefined ? {} : { tap: name }),
  }))
  return askLegs(
    { [leg]: { lanes: asked, tls } },
    { statements: taps, logs: { collect: () => Promise.resolve([]) } },
    { body: bodyLimits(config.mirror), timeoutMs: config.mirror.timeoutMs },
    { extra: config.mirror.headers, passing: (headers) => headers, trace: config.mirror.trace },
  )
}

async function askAll(
  { ask }: Asking,
  { leg, pages, requests }: NullPlan,
  { legacy }: Config,
): Promise<{ asked: Map<string, AskedTwice[]>; untimed: number }> {
  const waiting = Array.from({ length: requests }, () => pages).flat()
  const asked = new Map<string, AskedTwice[]>()
  let untimed = 0
  const user = async (): Promise<void> => {
    for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
      const request = requestFor(page, new URL(legacy.url).host)
      const [first, second] = [await ask(leg, request), await ask(leg, request)]
      if ([first, second].some((exchange) => exchange.failure !== undefined || isUntimed(exchange))) {
        untimed += 1
        continue
      }
      const [one, other] = Math.random() < 0.5 ? [first, second] : [second, first]
      const pair = { at: request.receivedAt, one: legTimeOf(one), other: legTimeOf(other) }
      asked.set(page, [...(asked.get(page) ?? []), pair])
    }
  }
  await Promise.all(Array.from({ length: users }, user))
  return { asked, untimed }
}

function requestFor(target: string, host: string): Request {
  return {
    id: 'null',
    method: 'GET',
    target,
    headers: [['Host', host]],
    body: { bytes: new Uint8Array(), size: 0, truncated: false },
    receivedAt: Date.now(),
  }
}
