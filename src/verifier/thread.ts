import { parentPort, workerData } from 'node:worker_threads'
import { bodyMemo } from '../compare/memo.js'
import { readPair, type ReadPair } from '../compare/read/pair.js'
import { causes, detectors, judgedAgain } from '../knowledge/registry.js'
import { isLearned, noiseLedger } from '../compare/noise/ledger.js'
import { legacysLog } from '../php/legacys-log.js'
import { judge, judgeRead, type Knowledge } from '../diagnose/judge.js'
import type { Experiment } from '../knowledge/measurement.js'
import { conclude as concludeOf } from '../diagnose/experiments.js'
import { isSosieError } from '../base/errors.js'
import type { ProbeQuestion, Sighting } from '../model/finding.js'
import type { Request } from '../model/http.js'
import type { Judgement } from '../model/judgement.js'
import type { IncomparableReason, Pair } from '../model/pair.js'
import type { Recorder } from '../model/ports.js'
import { findingId } from '../store/sqlite/finding-id.js'
import { canBeMade } from '../store/sqlite/open.js'
import { createRecorder } from '../store/sqlite/writer.js'
import { redactLearned } from '../redact/learned.js'
import { redactorFor } from '../redact/redact.js'
import { redactSighting } from '../redact/said.js'
import { experimentLedger } from './experiments.js'
import type { FromVerifier, ToVerifier, VerifierStart } from './messages.js'
import { otherData } from './other-data.js'
import type { SettledBatch } from './settled-batch.js'
import { settledRedactor } from './settled-rows.js'

/**
 * The verifier thread: judges pairs, takes the secrets out, and is the only writer of the recording. Whatever goes wrong in
 * here, the live path does not notice (ADR 0002).
 */
const start = workerData as VerifierStart
/** Pairs of bodies whose differences are remembered: a few hundred bytes each. */
const rememberedBodies = 2000
const ledger = noiseLedger()
const data = otherData(start.driftedTables ?? [], start.control ?? 'absent')
const log = start.legacysLog === 'followed' ? legacysLog() : undefined
/** What is known of the two stacks, while pairs come in and when they are judged again. */
const ofStacks = {
  detectors,
  thresholds: start.thresholds,
  hosts: start.hosts,
  dataApart: data.apart,
  ...(log === undefined ? {} : { legacysLog: log }),
}
const ofNoise = { rules: start.noiseRules, ...(start.roots === undefined ? {} : { roots: start.roots }) }
const knowledge: Knowledge = {
  ...ofStacks,
  noise: { ...ofNoise, learned: ledger.snapshot() },
  learn: ledger.learn,
  drew: ledger.drew,
  memo: bodyMemo(rememberedBodies),
}
const redactor = redactorFor(start.redactionKey, start.secretPatterns)
/** Findings that were told, as they may be shown. */
const told = new Map<string, Told>()
const experiments = experimentLedger()
const settledRows = settledRedactor(redactor)
const stopBy = new Float64Array(start.stopBy ?? new ArrayBuffer(Float64Array.BYTES_PER_ELEMENT))
/** How often it is looked whether the recording is still there (milliseconds). */
const lookMs = 1000
let unreported = 0
let unreportedSettled = 0
let recordingsLost = 0
let cannotBeginAnew = false
let reported = ''

let recorder = openRecorder(start.again === true)
parentPort?.on('message', (message: ToVerifier) => {
  if (recorder !== undefined) receive(message, recorder)
})
const reporting = setInterval(reportProgress, 200)
const looking = setInterval(() => {
  if (recorder?.isGone() === true) beginAnew(recorder)
}, lookMs)
if (recorder !== undefined) say({ type: 'ready' })

function openRecorder(again: boolean): Recorder | undefined {
  try {
    return newRecorder(again)
  } catch (error) {
    const code = isSosieError(error) ? error.code : 'SOSIE_E_INTERNAL'
    say({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) })
    return undefined
  }
}

function newRecorder(again: boolean): Recorder {
  return createRecorder(start.file, start.run, start.config, {
    onFault: (message) => say({ type: 'fault', message }),
    onRecovered: (message) => say({ type: 'notice', notice: { event: 'recovered', message } }),
    onTaken(pairs, settled) {
      unreported += pairs
      unreportedSettled += settled
    },
    again,
    retention: start.retention,
  })
}

/**
 * The recording was deleted or moved away, and what is written goes to a file without a name. The old one is closed first: SQLite would
 * take the new one's log for its own.
 */
function beginAnew(gone: Recorder): void {
  if (!canBeMade(start.file)) {
    if (!cannotBeginAnew)
      say({ type: 'fault', message: `The recording ${start.file} is gone, and no new one can be begun in its folder.` })
    cannotBeginAnew = true
    return
  }
  const lost = gone.accounted()
  gone.abandon()
  recorder = newRecorder(false)
  const what = `The recording ${start.file} was deleted or moved away`
  recorder.note({
    kind: 'partial',
    sentence: `${what}: of the first ${lost} mirrored requests only the number is known.`,
  })
  recorder.lost('recording-failed', lost)
  recordingsLost += 1
  cannotBeginAnew = false
  const message = `${what}; ${lost} mirrored requests are lost with it. A new one was begun in its place.`
  say({ type: 'notice', notice: { event: 'recording-lost', message } })
}

/** The time for stopping is over: what still waits is counted. */
function isLate(): boolean {
  const [by = 0] = stopBy
  return by > 0 && Date.now() > by
}

function receive(message: ToVerifier, record: Recorder): void {
  switch (message.type) {
    case 'begin':
      return record.begin()
    case 'pair':
      return isLate() ? leave(record) : take(message.pair, record)
    case 'settled-pairs':
      return takeSettled(message.batch, record)
    case 'lost':
      return lose(message.reason, message.pairs, record)
    case 'owed':
      return lose('recording-failed', Math.max(0, message.mirrored - record.accounted()), record)
    case 'counts':
      return record.counters(message.counts)
    case 'control-wrote':
      return data.controlWrote(message.route, message.tables)
    case 'unmirrored':
      return data.unmirrored(message.write)
    case 'legacy-logged':
      return log?.wrote(message.entries)
    case 'measured':
      return conclude(message.question, message.experiment, record)
    case 'settle':
      for (const asked of experiments.stillOpen()) say({ type: 'question', ...asked })
      return say({ type: 'settled' })
    case 'end':
      if (!isLate()) settleNoise(record)
      if (!isLate()) judgeRoutes(record)
      for (const note of data.notes()) record.note(note)
      if (start.tapCostMs !== undefined) record.note({ kind: 'time', sentence: tapCostWords(start.tapCostMs) })
      if (isLate()) record.note({ kind: 'partial', sentence: 'The time for stopping was over before all was judged.' })
      record.end(message.endedAt)
      for (const each of [reporting, looking]) clearInterval(each)
      reportProgress()
      say({ type: 'ended' })
      parentPort?.close()
  }
}

function tapCostWords(ms: number): string {
  return (
    `A tap adds ${ms.toFixed(2)} ms to each statement here, measured at the start. ` +
    'Times are compared between answers that went through one, or between answers that did not.'
  )
}

function lose(reason: IncomparableReason, pairs: number, record: Recorder): void {
  if (pairs > 0) record.lost(reason, pairs)
}

/** A pair that is not judged any more. */
function leave(record: Recorder): void {
  unreported += 1
  record.lost('verifier-behind', 1)
}

function take(pair: Pair, record: Recorder): void {
  const read = readPair(pair, log)
  const judgement = judgeOrFail(read)
  if (pair.control !== undefined) data.controlAsked(pair.request)
  const clean = redactor.pair(pair, judgement, read)
  data.judged(pair, clean.judgement)
  record.pair(clean.pair, clean.judgement)
  for (const sighting of clean.judgement.sightings) announce(sighting, clean.pair.route)
  for (const question of clean.judgement.questions) ask(question, pair.request, clean.pair.route)
}

function takeSettled(batch: SettledBatch, record: Recorder): void {
  for (const row of settledRows(batch)) {
    record.settled(row)
    if (row.control !== undefined) {
      ledger.learn(row.route, [], [], row.status >= 500 ? ['server-error'] : [])
      data.controlAsked(row)
    }
  }
}

/** A body that breaks a comparator must not take the recording with it: that pair says `malformed`, the others go on. */
function judgeOrFail(pair: ReadPair): Judgement {
  try {
    return judgeRead(pair, knowledge)
  } catch (error) {
    say({ type: 'fault', message: redactor.textScrub()(`Pair ${pair.id} could not be compared: ${String(error)}`) })
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

interface Told {
  readonly sighting: Sighting
  readonly route: string
}

/** Early pairs were judged when less was known: those that the whole run shows in another light are judged again. */
function settleNoise(record: Recorder): void {
  const learned = redactLearned(ledger.snapshot(), redactor.textScrub())
  record.keepNoise(learned)
  const noise = { ...ofNoise, learned }
  const withdrawn = record.judgeAgain((pair) => judge(pair, { ...ofStacks, noise }), {
    causes: judgedAgain,
    stop: isLate,
    affects: (route, differences) => differences.some((difference) => isLearned(route, difference, learned)),
  })
  for (const { id, reason } of withdrawn) {
    const before = [...told.values()].find(({ sighting }) => findingId(sighting.cause, sighting.key) === id)
    if (before !== undefined) tellWithdrawn(before, reason)
  }
}

/** Only when traffic is over and the experiments are made: what they explain is not told a second time as a slow route. */
function judgeRoutes(record: Recorder): void {
  const explainedBy = causes.filter(({ explains }) => explains === 'time').map(({ id }) => id)
  for (const times of record.routeTimes(explainedBy)) {
    const sightings = detectors.flatMap((detector) => detector.sightingsOfRoute?.(times, start.thresholds) ?? [])
    for (const sighting of sightings) {
      record.routeFinding(sighting, sighting.shownBy)
      announce(sighting, times.route)
    }
  }
}

function announce(sighting: Sighting, route: string): void {
  const identity = identityOf(sighting)
  if (told.has(identity) || experiments.refuted(identity)) return
  told.set(identity, { sighting, route })
  say({ type: 'finding', finding: { ...sighting, route, outcome: 'seen' } })
}

/** @param route as it may be kept; the request is asked as it came. */
function ask(question: ProbeQuestion, request: Request, route: string): void {
  if (experiments.wants({ question, request, route })) say({ type: 'question', question, request, route })
}

function conclude(question: ProbeQuestion, experiment: Experiment, record: Recorder): void {
  const { cause, key } = question
  const identity = identityOf(question)
  const suspected = told.get(identity)
  const seen = suspected?.sighting.evidence
  if ('notMade' in experiment) {
    if (experiments.concluded(identity, 'inconclusive', '') === 'inconclusive')
      record.unproven(cause, key, { ...seen, hint: redactor.textScrub()(`Not proven: ${experiment.notMade}.`) })
    return
  }
  const { measured } = experiment
  const concluded = concludeOf(question, measured, String(seen?.['sql'] ?? ''), start.thresholds)
  if (concluded === undefined) return
  const { outcome, withdrawnBecause } = concluded
  const decided = redactSighting(concluded.sighting, redactor.textScrub())
  switch (experiments.concluded(identity, outcome, measured.route)) {
    case 'proven':
      record.proven(cause, key, 'probe', decided.evidence)
      return say({ type: 'finding', finding: { ...decided, route: measured.route, outcome: 'proven' } })
    case 'another-cause':
      record.instead(cause, key, decided, withdrawnBecause)
      told.set(identityOf(decided), { sighting: decided, route: measured.route })
      if (suspected !== undefined) tellWithdrawn(suspected, withdrawnBecause)
      return say({ type: 'finding', finding: { ...decided, route: measured.route, outcome: wordFor(decided) } })
    case 'refuted':
      record.refuted(cause, key, decided.evidence, withdrawnBecause)
      return suspected === undefined ? undefined : tellWithdrawn(suspected, withdrawnBecause)
    case 'inconclusive':
      return record.unproven(cause, key, decided.evidence)
    case undefined:
  }
}

function tellWithdrawn({ sighting, route }: Told, reason: string): void {
  say({ type: 'finding', finding: { ...sighting, route, outcome: 'withdrawn', reason } })
}

function wordFor({ proof }: Sighting): 'proven' | 'seen' {
  return proof === 'none' ? 'seen' : 'proven'
}

function identityOf({ cause, key }: { readonly cause: string; readonly key: string }): string {
  return `${cause}\n${key}`
}

function reportProgress(): void {
  if (recorder === undefined) return
  const recording = { failing: cannotBeginAnew || recorder.isFailing(), lost: recordingsLost }
  const tally = recorder.tally()
  const now = JSON.stringify([tally, recording])
  if (unreported === 0 && unreportedSettled === 0 && now === reported) return
  reported = now
  say({ type: 'judged', pairs: unreported, settled: unreportedSettled, tally, recording })
  unreported = 0
  unreportedSettled = 0
}

function say(message: FromVerifier): void {
  parentPort?.postMessage(message)
}
