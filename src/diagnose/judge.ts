import { differencesBetween, type CompareOptions } from '../compare/compare.js'
import type { BodyMemo } from '../compare/memo.js'
import { shown, type OwnHosts } from '../compare/comparator.js'
import { createdPairs } from '../compare/noise/builtin/created.js'
import { separate, type NoiseKnowledge } from '../compare/noise/noise.js'
import type { Difference } from '../model/difference.js'
import type { Exchange } from '../model/exchange.js'
import type { ProbeQuestion, Sighting } from '../model/finding.js'
import type { Judgement } from '../model/judgement.js'
import type { IncomparableReason, Pair } from '../model/pair.js'
import type { Cause, Symptoms, Thresholds } from './cause.js'
import type { DataApart } from './unpaired/data-apart.js'

/** What judges a pair: kept by its version with the run, so that the same recording gives the same judgement. */
export interface Knowledge {
  readonly causes: readonly Cause[]
  readonly thresholds: Thresholds
  readonly hosts: OwnHosts
  readonly noise: NoiseKnowledge
  /** Asked of each pair that differs: one that shows other data says nothing of the code. Without it all data counts as the same. */
  readonly dataApart?: DataApart
  /** Told where candidate and control disagreed with legacy, for what is learned across pairs. */
  readonly learn?: (route: string, found: readonly Difference[], legacysOwn: readonly Difference[]) => void
  /** Spares comparing the same bodies twice; the judgement is the same without it. */
  readonly memo?: BodyMemo
}

/** From the legs of one request to what a person should hear about it. Pure: same pair and knowledge, same judgement. */
export function judge(pair: Pair, knowledge: Knowledge): Judgement {
  const incomparable = incomparableBecause(pair)
  if (incomparable !== undefined) return incomparableFor(incomparable)
  const { hosts, memo, thresholds } = knowledge
  const { target } = pair.request
  const options = { identicalBodies: pair.identicalBodies, hosts, target, ...(memo === undefined ? {} : { memo }) }
  const found = differencesBetween(pair.legacy, pair.candidate, options)
  const own = legacysOwnDifferences(pair, options)
  const apart = found.length > 0 ? knowledge.dataApart?.(pair) : undefined
  if (own !== undefined && apart === undefined) knowledge.learn?.(pair.route, found, own)
  const context = {
    receivedAt: pair.request.receivedAt,
    hosts,
    recorded: pair.legacy.recorded === true,
    created: createdPairs(pair.legacy.made, pair.candidate.made),
  }
  const { signal, noise } = separate(found, own ?? [], pair.route, context, knowledge.noise)
  if (apart !== undefined && signal.length > 0) return { ...incomparableFor('unpaired-data'), apart }
  const differences = signal.map(shown)
  const explained = explain({ pair, differences, thresholds }, knowledge.causes)
  const shownNoise = noise.map(({ difference, source }) => ({ difference: shown(difference), source }))
  return { verdict: verdictOf(signal, noise.length), differences, noise: shownNoise, ...explained }
}

function incomparableBecause(pair: Pair): IncomparableReason | undefined {
  if (pair.incomparable !== undefined) return pair.incomparable
  const failure = pair.legacy.failure ?? pair.candidate.failure
  if (failure !== undefined) return failure.kind
  return isTruncated(pair.legacy) || isTruncated(pair.candidate) ? 'truncated' : undefined
}

function isTruncated(exchange: Exchange): boolean {
  return exchange.response?.body.truncated === true
}

function incomparableFor(reason: IncomparableReason): Judgement {
  return { verdict: 'incomparable', incomparable: reason, differences: [], noise: [], sightings: [], questions: [] }
}

/** Where legacy, asked a second time, disagrees with itself; undefined where it was not asked, or did not answer. */
function legacysOwnDifferences(
  { legacy, control, identicalBodies }: Pair,
  options: CompareOptions,
): Difference[] | undefined {
  if (control === undefined || control.failure !== undefined || isTruncated(control)) return undefined
  // Identical bodies of legacy and candidate did not travel, so that only the rest can be compared with control's.
  const hosts = { legacy: options.hosts.legacy, candidate: options.hosts.legacy }
  return differencesBetween(legacy, control, { ...options, hosts, identicalBodies })
}

function verdictOf(signal: readonly Difference[], noise: number): Judgement['verdict'] {
  if (signal.length > 0) return 'mismatch'
  return noise > 0 ? 'noise' : 'match'
}

function explain(
  symptoms: Symptoms,
  causes: readonly Cause[],
): { sightings: readonly Sighting[]; questions: readonly ProbeQuestion[] } {
  const sightings: Sighting[] = []
  const questions: ProbeQuestion[] = []
  let answerExplained = false
  for (const cause of causes) {
    if (cause.explains === 'answer' && answerExplained) continue
    const seen = cause.sightings(symptoms)
    sightings.push(...seen)
    if (seen.length > 0) questions.push(...(cause.questions?.(symptoms, seen) ?? []))
    answerExplained ||= cause.explains === 'answer' && seen.length > 0
  }
  return { sightings, questions }
}
