import { namedLanes } from '../config/legs.js'
import type { Config } from '../config/schema.js'
import { SosieError } from '../base/errors.js'
import type { Pace, Plan } from '../replay/plan.js'
import type { Scenario } from '../replay/scenario/model.js'
import { counted } from '../base/numbers.js'

/** Flags that say how scenarios are replayed. */
export interface PaceFlags {
  readonly allowLegacyWrites?: true
  readonly pace: string
  readonly loops?: string
  readonly duration?: string
  readonly burst: string
  readonly seed: string
}

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

export function planOf(flags: PaceFlags, legacy: Plan['legacy']): Plan {
  return {
    pace: paceOf(flags.pace),
    loops: loopsOf(flags),
    burst: whole(flags.burst, '--burst'),
    seed: whole(flags.seed, '--seed'),
    legacy,
    legacyWrites: flags.allowLegacyWrites === true,
    ...(flags.duration === undefined ? {} : { durationMs: durationOf(flags.duration) }),
  }
}

/** Returns the number of rounds: unlimited when only a duration is given. */
function loopsOf({ loops, duration }: PaceFlags): number {
  if (loops !== undefined) return whole(loops, '--loops')
  return duration === undefined ? 1 : Number.POSITIVE_INFINITY
}

/** Returns a line with what to do for each thing that the planned replay will not send or not compare. */
export function forewarnings(scenarios: readonly Scenario[], { legacy, legacyWrites }: Plan): string[] {
  const exchanges = scenarios.flatMap((scenario) => scenario.exchanges)
  const writes = exchanges.filter((exchange) => exchange.writes).length
  const bare = exchanges.filter(({ answer }) => answer?.body === undefined).length
  const of = counted(exchanges.length, 'request')
  if (legacy === 'recorded' && bare > 0)
    return [`! ${bare} of ${of} cannot be compared: no whole answer was kept. Ask the old stack with --legacy URL.`]
  if (legacy === 'asked' && !legacyWrites && writes > 0)
    return [
      `! ${writes} of ${of} would write and will not be sent. Give --allow-legacy-writes if legacy may be changed.`,
    ]
  return []
}

/** Returns the maximum number of requests that are sent at once. @param flag value of `--burst`. */
export function largestBurst(scenarios: readonly Scenario[], flag: string): number {
  const own = scenarios.flatMap(({ exchanges }) => exchanges.map(({ burst = 1 }) => burst))
  return own.reduce((max, each) => Math.max(max, each), whole(flag, '--burst'))
}

/**
 * Returns warnings about bursts. One that does not reach the candidate all at once does not show what concurrency does, and one that goes
 * through taps measures the taps, too: on two cores, a page of 20 ms took 2.6 times as long in a burst of 40 through tapped lanes, and 0.9
 * times without.
 */
export function burstWarnings(burst: number, { candidate, mirror }: Config): string[] {
  const atOnce = Math.min(burst, namedLanes('candidate', candidate, mirror.concurrency).length)
  const lanes = candidate.lanes === undefined ? '' : ', through its lanes'
  if (burst <= 1 || (atOnce === burst && lanes === '')) return []
  const next =
    lanes === '' ? `Set mirror.concurrency to ${burst}` : 'What many at once do is seen at one address: --candidate URL'
  return [`! Bursts of ${burst} reach the candidate ${atOnce} at a time${lanes}. ${next}.`]
}

function paceOf(text: string): Pace {
  if (text === 'fast') return { kind: 'fast' }
  if (text === 'recorded') return { kind: 'recorded', factor: 1 }
  const [, number = '', unit] = /^(\d+(?:\.\d+)?)(x|\/s)$/.exec(text) ?? []
  const value = Number(number)
  if (unit === 'x' && value > 0) return { kind: 'recorded', factor: value }
  if (unit === '/s' && value > 0) return { kind: 'rate', perSecond: value }
  throw usage(`--pace "${text}" is no pace. Write recorded, fast, a factor as 4x, or a rate as 50/s.`)
}

function durationOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? []
  const factor = unitsMs[unit]
  if (factor === undefined || Number(number) === 0)
    throw usage(`--duration "${text}" is no time. Write it as 90s, 30m or 8h.`)
  return Number(number) * factor
}

function whole(text: string, flag: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw usage(`${flag} "${text}" is no whole number from 1 on.`)
}

function usage(message: string): SosieError {
  return new SosieError('SOSIE_E_USAGE', message)
}
