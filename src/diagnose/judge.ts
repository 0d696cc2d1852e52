import { differencesOfAnswers, type CompareOptions } from '../compare/compare.js'
import type { BodyMemo } from '../compare/memo.js'
import { difference, shown, type OwnHosts } from '../compare/comparator.js'
import { comparableParts } from '../compare/conditional.js'
import { createdPairs } from '../compare/noise/builtin/created.js'
import type { NoiseLedger } from '../compare/noise/ledger.js'
import { separate, type NoiseKnowledge } from '../compare/noise/noise.js'
import { answersCondition } from '../model/conditions.js'
import type { Difference } from '../model/difference.js'
import type { Exchange } from '../model/exchange.js'
import type { ProbeQuestion, Sighting } from '../model/finding.js'
import type { Judgement } from '../model/judgement.js'
import type { IncomparableReason, Pair } from '../model/pair.js'
import type { Claim, Detector, Symptoms, Thresholds } from '../knowledge/cause.js'
import { legacyFails } from '../knowledge/already-failing.js'
import { faultsOf } from '../knowledge/faults.js'
import { inListsOf } from '../knowledge/other-rows.js'
import type { LegacysLog } from '../php/legacys-log.js'
import { readPair, type ReadPair } from '../compare/read/pair.js'
import type { DataApart } from './unpaired/data-apart.js'
import { mayNeedSession, needsSession } from './unpaired/session-apart.js'

/** What a pair is judged by. Its versions are kept with the run, so that the same recording gives the same judgement. */
export interface Knowledge {
  readonly detectors: readonly Detector[]
  readonly thresholds: Thresholds
  readonly hosts: OwnHosts
  readonly noise: NoiseKnowledge
  /** Called for each pair that differs: one that shows other data says nothing about the code. Absent: all data counts as the same. */
  readonly dataApart?: DataApart
  /** Called with the places where candidate and control disagreed with legacy, for what is learned across pairs. */
  readonly learn?: NoiseLedger['learn']
  /** What live legacy fails at according to its own log. Without it, only the legs tell. */
  readonly legacysLog?: LegacysLog
  /** Called with values that look random, for what repeats across pairs. */
  readonly drew?: NoiseLedger['drew']
  /** Saves comparing the same bodies twice; the judgement is the same without it. */
  readonly memo?: BodyMemo
}

/** Turns the legs of one request into what a person should hear about it. Pure: same pair and knowledge, same judgement. */
export function judge(pair: Pair, knowledge: Knowledge): Judgement {
  return judgeRead(readPair(pair, knowledge.legacysLog), knowledge)
}

/** Judges a pair that the caller has read already, because it needs the read pair too. */
export function judgeRead(pair: ReadPair, knowledge: Omit<Knowledge, 'legacysLog'>): Judgement {
  const incomparable = incomparableBecause(pair)
  if (incomparable !== undefined) return incomparableFor(incomparable, pair, knowledge)
  const { hosts, memo } = knowledge
  const { method, target } = pair.request
  const options = {
    identicalBodies: pair.identicalBodies,
    hosts,
    method,
    target,
    ...(memo === undefined ? {} : { memo }),
  }
  const found = differencesOf(pair, 'candidate', options)
  if (found.length === 0 && isConditional(pair)) return incomparableFor('conditional', pair, knowledge)
  const own = legacysOwnDifferences(pair, options)
  if (found.length > 0 && needsSession(pair, found, own)) return incomparableFor('unpaired-session', pair, knowledge)
  const apart = found.length > 0 ? knowledge.dataApart?.(pair) : undefined
  const legacysFaults = [...faultsOf(pair, 'legacy'), ...faultsOf(pair, 'control')]
  // Differences that may come from the held-back session alone are not learned: they vary no more than the session does.
  if (own !== undefined && apart === undefined && pair.heldBack !== 'unknown')
    knowledge.learn?.(pair.route, found, own, legacysFaults)
  const context = {
    receivedAt: pair.request.receivedAt,
    hosts,
    recorded: pair.legacy.recorded === true,
    created: createdPairs(pair.legacy.made, pair.candidate.made),
    faults: faultsOf(pair, 'candidate').filter((fault) => !legacysFaults.includes(fault)),
    controlSays: pair.text('control'),
    ...(knowledge.drew === undefined ? {} : { drew: knowledge.drew }),
  }
  const separated = separate(found, own ?? [], pair.route, context, knowledge.noise)
  const isDrawnAnew = inListsOf(own ?? [])
  const signal = separated.signal.filter((difference) => !isDrawnAnew(difference))
  const drawn = separated.signal.filter(isDrawnAnew).map((difference) => ({ difference, source: 'control' as const }))
  const noise = [...separated.noise, ...drawn]
  if (signal.length > 0 && own === undefined && mayNeedSession(pair))
    return incomparableFor('unpaired-session', pair, knowledge)
  if (apart !== undefined && signal.length > 0) return { ...incomparableFor('unpaired-data', pair, knowledge), apart }
  const differences = signal.map(shown)
  const explained = explain(symptomsOf(pair, differences, knowledge), knowledge.detectors)
  const shownNoise = noise.map(({ difference, source }) => ({ difference: shown(difference), source }))
  return { verdict: verdictOf(signal, noise.length), differences, noise: shownNoise, ...explained }
}

function symptomsOf(
  pair: ReadPair,
  differences: readonly Difference[],
  { thresholds }: Omit<Knowledge, 'legacysLog'>,
  incomparable = false,
): Symptoms {
  const error = pair.uncaught('candidate')
  const errors = error === undefined ? [] : [error]
  return { pair, differences, errors, refused: pair.refused('candidate'), incomparable, thresholds }
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

/** Judges a pair that is not compared. It may still show a finding: a candidate that dies where legacy answered well speaks for itself. */
function incomparableFor(
  reason: IncomparableReason,
  pair: ReadPair,
  knowledge: Omit<Knowledge, 'legacysLog'>,
): Judgement {
  const differences = nowAnError(pair)
  const ofAnswers = knowledge.detectors.filter(({ explains }) => explains === 'answer')
  const explained = explain(symptomsOf(pair, differences, knowledge, true), ofAnswers)
  const sightings = explained.sightings.map(({ evidence, ...sighting }) => ({
    ...sighting,
    evidence: { ...evidence, notCompared: reason },
  }))
  return { ...explained, verdict: 'incomparable', incomparable: reason, differences, noise: [], sightings }
}

/** Returns the one difference that needs no comparison: an error in place of an answer. If control answers so too, it is legacy's own. */
function nowAnError(pair: ReadPair): Difference[] {
  const { legacy, candidate, control } = pair
  const [before, after] = [legacy.response?.status, candidate.response?.status ?? 0]
  if (before === undefined || legacyFails(pair) || after < 500) return []
  if ((control?.response?.status ?? 0) >= 500) return []
  return [difference('status', 'value', 'status', String(before), String(after))]
}

function differencesOf(pair: ReadPair, other: 'candidate' | 'control', options: CompareOptions): Difference[] {
  const [legacy, answer] = [pair.answer('legacy'), pair.answer(other)]
  // A leg that failed is reported elsewhere.
  if (legacy === undefined || answer === undefined) return []
  const compared = isConditional(pair) ? comparableParts(legacy, answer) : ([legacy, answer] as const)
  return differencesOfAnswers(...compared, options)
}

/** True when legacy answered to a condition; the other legs were asked without it. */
function isConditional({ request, legacy }: Pair): boolean {
  return legacy.response !== undefined && answersCondition(request.headers, legacy.response)
}

/** Returns where legacy, asked a second time, disagrees with itself; undefined when it was not asked, or did not answer in full. */
function legacysOwnDifferences(pair: ReadPair, options: CompareOptions): Difference[] | undefined {
  const { control, identicalBodies } = pair
  if (control === undefined || control.failure !== undefined || isTruncated(control)) return undefined
  // Identical bodies of legacy and candidate do not travel with the pair, so control can be compared only in everything else.
  const hosts = { legacy: options.hosts.legacy, candidate: options.hosts.legacy }
  return differencesOf(pair, 'control', { ...options, hosts, identicalBodies })
}

function verdictOf(signal: readonly Difference[], noise: number): Judgement['verdict'] {
  if (signal.length > 0) return 'mismatch'
  return noise > 0 ? 'noise' : 'match'
}

function explain(
  symptoms: Symptoms,
  detectors: readonly Detector[],
): { sightings: readonly Sighting[]; questions: readonly ProbeQuestion[] } {
  const sightings: Sighting[] = []
  const questions: ProbeQuestion[] = []
  let left = symptoms
  for (const detector of detectors) {
    const claims = detector.claims?.(left) ?? []
    const seen = [...claims.map(({ sighting }) => sighting), ...(detector.sightings?.(left) ?? [])]
    sightings.push(...seen)
    if (seen.length > 0) questions.push(...(detector.questions?.(left, seen) ?? []))
    left = without(left, claims)
  }
  return { sightings, questions }
}

/** Takes out what was claimed; the rest goes on to the next cause. */
function without(symptoms: Symptoms, claims: readonly Claim[]): Symptoms {
  if (claims.length === 0) return symptoms
  const claimed = new Set<object>(claims.flatMap(({ explains }) => explains))
  const unclaimed = <Item extends object>(items: readonly Item[]): Item[] => items.filter((item) => !claimed.has(item))
  return {
    ...symptoms,
    differences: unclaimed(symptoms.differences),
    errors: unclaimed(symptoms.errors),
    refused: unclaimed(symptoms.refused),
  }
}
