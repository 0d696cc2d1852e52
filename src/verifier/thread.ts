import { parentPort, workerData } from 'node:worker_threads'
import { causes } from '../diagnose/causes/registry.js'
import { judge, type Knowledge } from '../diagnose/judge.js'
import { decideQueryCache, type QueryCacheMeasurement } from '../diagnose/query-cache-proof.js'
import { isSosieError } from '../errors.js'
import type { ProbeQuestion, Sighting } from '../model/finding.js'
import type { Judgement } from '../model/judgement.js'
import type { Pair } from '../model/pair.js'
import type { Recorder } from '../model/ports.js'
import { createRecorder } from '../record/sqlite/writer.js'
import { concealerFor, redact } from '../redact/redact.js'
import type { FromVerifier, Tally, ToVerifier, VerifierStart } from './messages.js'

/**
 * The verifier thread: judges pairs, takes the secrets out, and is the only writer of the recording. Whatever goes wrong in
 * here, the live path does not notice (ADR 0002).
 */
const start = workerData as VerifierStart
const knowledge: Knowledge = { causes, thresholds: start.thresholds, hosts: start.hosts }
const conceal = concealerFor(start.redactionKey)
const tally = { match: 0, noise: 0, mismatch: 0, incomparable: 0 } satisfies Tally
const known = new Set<string>()
const experiments = experimentLedger()
let unreported = 0

const recorder = openRecorder()
parentPort?.on('message', (message: ToVerifier) => {
  if (recorder !== undefined) receive(message, recorder)
})
const reporting = setInterval(reportProgress, 200)
if (recorder !== undefined) say({ type: 'ready' })

function openRecorder(): Recorder | undefined {
  try {
    return createRecorder(start.file, start.run, start.config, {
      onFault: (message) => say({ type: 'fault', message }),
    })
  } catch (error) {
    const code = isSosieError(error) ? error.code : 'SOSIE_E_INTERNAL'
    say({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) })
    return undefined
  }
}

function receive(message: ToVerifier, record: Recorder): void {
  switch (message.type) {
    case 'pair':
      return take(message.pair, record)
    case 'lost':
      tally.incomparable += 1
      return record.lost(message.reason)
    case 'counters':
      return record.counters(message.requests, message.notMirrored)
    case 'measured':
      return conclude(message.question, message.measurement, record)
    case 'end':
      record.end(message.endedAt)
      clearInterval(reporting)
      reportProgress()
      say({ type: 'ended' })
      parentPort?.close()
  }
}

function take(pair: Pair, record: Recorder): void {
  unreported += 1
  const judgement = judgeOrFail(pair)
  tally[judgement.verdict] += 1
  const clean = redact(pair, judgement, conceal)
  record.pair(clean.pair, clean.judgement)
  for (const sighting of clean.judgement.sightings) announce(sighting, pair.route)
  for (const question of judgement.questions) ask(question, pair)
}

/** A body that breaks a comparator must not take the recording with it: that pair says `malformed`, the others go on. */
function judgeOrFail(pair: Pair): Judgement {
  try {
    return judge(pair, knowledge)
  } catch (error) {
    say({ type: 'fault', message: `Pair ${pair.id} could not be compared: ${String(error)}` })
    return {
      verdict: 'incomparable',
      incomparable: 'malformed',
      differences: [],
      noise: [],
      sightings: [],
      questions: [],
    }
  }
}

function announce(sighting: Sighting, route: string): void {
  const identity = `${sighting.cause}\n${sighting.key}`
  if (known.has(identity) || experiments.refuted(identity)) return
  known.add(identity)
  say({ type: 'finding', finding: { ...sighting, route, outcome: 'seen' } })
}

function ask(question: ProbeQuestion, pair: Pair): void {
  if (!experiments.open(`${question.cause}\n${question.key}`)) return
  say({ type: 'question', question, request: pair.request, route: pair.route })
}

function conclude(question: ProbeQuestion, measured: QueryCacheMeasurement | undefined, record: Recorder): void {
  const identity = `${question.cause}\n${question.key}`
  const decision = measured === undefined ? undefined : decideQueryCache(measured, start.thresholds)
  experiments.close(identity, decision?.outcome)
  if (decision === undefined || measured === undefined || decision.outcome === 'inconclusive') return
  const { outcome, evidence } = decision
  if (outcome === 'proven') record.proven(question.cause, question.key, 'probe', evidence)
  else record.refuted(question.cause, question.key, evidence)
  const title =
    outcome === 'proven'
      ? `${measured.identical} × the same statement lives off the query cache`
      : 'not the query cache'
  const proof = outcome === 'proven' ? 'probe' : 'none'
  say({ type: 'finding', finding: { ...question, title, proof, route: measured.route, outcome, evidence } })
}

function reportProgress(): void {
  if (unreported === 0) return
  say({ type: 'judged', pairs: unreported, tally: { ...tally } })
  unreported = 0
}

function say(message: FromVerifier): void {
  parentPort?.postMessage(message)
}

/** Which experiments were made: each question once, and again, at most three times, where it was not conclusive. */
function experimentLedger(): {
  open: (identity: string) => boolean
  close: (identity: string, outcome: 'proven' | 'refuted' | 'inconclusive' | undefined) => void
  refuted: (identity: string) => boolean
} {
  const attempts = new Map<string, number>()
  const underWay = new Set<string>()
  const settled = new Map<string, 'proven' | 'refuted'>()
  return {
    open(identity) {
      const tries = attempts.get(identity) ?? 0
      if (underWay.has(identity) || settled.has(identity) || tries >= 3) return false
      attempts.set(identity, tries + 1)
      underWay.add(identity)
      return true
    },
    close(identity, outcome) {
      underWay.delete(identity)
      if (outcome === 'proven' || outcome === 'refuted') settled.set(identity, outcome)
    },
    refuted: (identity) => settled.get(identity) === 'refuted',
  }
}
