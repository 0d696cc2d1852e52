import { bodyMemo } from '../compare/memo.js'
import { isLearned, noiseLedger } from '../compare/noise/ledger.js'
import { readPair, type ReadPair } from '../compare/read/pair.js'
import { judge, judgeRead, type Knowledge } from '../diagnose/judge.js'
import { causes, detectors, judgedAgain } from '../knowledge/registry.js'
import { isSosieError } from '../base/errors.js'
import type { Judgement } from '../model/judgement.js'
import type { IncomparableReason, Pair } from '../model/pair.js'
import type { Store } from '../model/store.js'
import { legacysLog } from '../php/legacys-log.js'
import { redactLearned } from '../redact/learned.js'
import { redactorFor } from '../redact/redact.js'
import { storeAt } from '../store/stores.js'
import { findingNews } from './finding-news.js'
import type { FromVerifier, ToVerifier, VerifierStart } from './messages.js'
import { otherData } from './other-data.js'
import { Recorder } from './recorder.js'
import type { SettledBatch } from './settled-batch.js'
import { settledRedactor } from './settled-rows.js'

/** Maximum number of pairs of bodies whose differences are remembered: a few hundred bytes each. */
const rememberedBodies = 2000
/** Milliseconds between two checks that the recording is still there, and between two reports of progress. */
const every = { lookMs: 1000, progressMs: 200 }

/**
 * Judges pairs, redacts them, and is the only writer of the recording. `main.ts` runs it in a thread of its own, so
 * that the live path does not notice whatever goes wrong here (ADR 0002); a test runs it where it stands.
 */
export class Verifier {
  readonly #start: VerifierStart
  readonly #say: (message: FromVerifier) => void
  readonly #ledger = noiseLedger()
  readonly #data
  readonly #log
  readonly #redactor
  readonly #settledRows
  readonly #news
  readonly #knowledge: Knowledge
  readonly #stopBy: Float64Array
  readonly #timers: NodeJS.Timeout[] = []
  readonly #store: Store
  /** Settles when every message so far is dealt with. */
  #work: Promise<void> = Promise.resolve()
  /** undefined before the recording is open, if it could not be opened, and after the run has ended. */
  #recorder: Recorder | undefined
  #unreported = { pairs: 0, settled: 0 }
  #recordingsLost = 0
  #cannotBeginAgain = false
  #reported = ''

  constructor(start: VerifierStart, say: (message: FromVerifier) => void) {
    this.#start = start
    this.#say = say
    this.#store = storeAt(start.file)
    this.#data = otherData(start.driftedTables ?? [], start.control ?? 'absent')
    this.#log = start.legacysLog === 'followed' ? legacysLog() : undefined
    this.#redactor = redactorFor(start.redactionKey, start.secretPatterns)
    this.#settledRows = settledRedactor(this.#redactor)
    this.#news = findingNews(start.thresholds, this.#redactor, say)
    this.#stopBy = new Float64Array(start.stopBy ?? new ArrayBuffer(Float64Array.BYTES_PER_ELEMENT))
    this.#knowledge = {
      detectors,
      thresholds: start.thresholds,
      hosts: start.hosts,
      dataApart: this.#data.apart,
      noise: { ...this.#ofNoise(), learned: this.#ledger.snapshot() },
      learn: this.#ledger.learn,
      drew: this.#ledger.drew,
      memo: bodyMemo(rememberedBodies),
      ...(this.#log === undefined ? {} : { legacysLog: this.#log }),
    }
  }

  /** Opens the recording, and reports whether it could. */
  open(): Promise<void> {
    return this.#next(() => this.#open())
  }

  async #open(): Promise<void> {
    try {
      this.#recorder = await this.#newRecorder(this.#start.again === true)
    } catch (error) {
      const code = isSosieError(error) ? error.code : 'SOSIE_E_INTERNAL'
      this.#say({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) })
      return
    }
    this.#timers.push(
      setInterval(() => this.#reportProgress(), every.progressMs),
      setInterval(() => void this.#next(() => this.#look()), every.lookMs),
    )
    this.#say({ type: 'ready' })
  }

  /** Handles a message of the mirror's thread, after those before it; ignores it if no recording is open. */
  receive(message: ToVerifier): Promise<void> {
    return this.#next(() => this.#deal(message))
  }

  #next(work: () => Promise<void> | void): Promise<void> {
    this.#work = this.#work.then(work)
    return this.#work
  }

  #deal(message: ToVerifier): Promise<void> | void {
    const record = this.#recorder
    if (record === undefined) return
    switch (message.type) {
      case 'begin':
        return record.begin()
      case 'pair':
        return this.#isLate() ? this.#leave(record) : this.#take(message.pair, record)
      case 'settled-pairs':
        return this.#takeSettled(message.batch, record)
      case 'lost':
        return lose(message.reason, message.pairs, record)
      case 'owed':
        return lose('recording-failed', Math.max(0, message.mirrored - record.accounted()), record)
      case 'counts':
        return record.counters(message.counts)
      case 'control-wrote':
        return this.#data.controlWrote(message.route, message.tables)
      case 'unmirrored':
        return this.#data.unmirrored(message.write)
      case 'legacy-logged':
        return this.#log?.wrote(message.entries)
      case 'measured':
        return this.#news.measured(message.question, message.experiment, record)
      case 'settle':
        this.#news.askAgain()
        return this.#say({ type: 'settled' })
      case 'end':
        return this.#end(message.endedAt, record)
    }
  }

  #take(pair: Pair, record: Recorder): void {
    const read = readPair(pair, this.#log)
    const judgement = this.#judgeOrFail(read)
    if (pair.control !== undefined) this.#data.controlAsked(pair.request)
    const clean = this.#redactor.pair(pair, judgement, read)
    this.#data.judged(pair, clean.judgement)
    record.pair(clean.pair, clean.judgement)
    for (const sighting of clean.judgement.sightings) this.#news.seen(sighting, clean.pair.route)
    for (const question of clean.judgement.questions) this.#news.ask(question, pair.request, clean.pair.route)
  }

  #takeSettled(batch: SettledBatch, record: Recorder): void {
    for (const row of this.#settledRows(batch)) {
      record.settled(row)
      if (row.control === undefined) continue
      this.#ledger.learn(row.route, [], [], row.status >= 500 ? ['server-error'] : [])
      this.#data.controlAsked(row)
    }
  }

  /** Judges a pair; if a comparator throws, the pair is recorded as `malformed` and the run goes on. */
  #judgeOrFail(pair: ReadPair): Judgement {
    try {
      return judgeRead(pair, this.#knowledge)
    } catch (error) {
      const message = this.#redactor.textScrub()(`Pair ${pair.id} could not be compared: ${String(error)}`)
      this.#say({ type: 'fault', message })
      const nothing = { differences: [], noise: [], sightings: [], questions: [] }
      return { verdict: 'incomparable', incomparable: 'malformed', ...nothing }
    }
  }

  async #end(endedAt: number, record: Recorder): Promise<void> {
    if (!this.#isLate()) await this.#settleNoise(record)
    if (!this.#isLate()) await this.#judgeRoutes(record)
    for (const note of this.#data.notes()) record.note(note)
    const { tapCostMs } = this.#start
    if (tapCostMs !== undefined) record.note({ kind: 'time', sentence: tapCostWords(tapCostMs) })
    if (this.#isLate())
      record.note({ kind: 'partial', sentence: 'The time for stopping was over before all was judged.' })
    await record.end(endedAt)
    for (const timer of this.#timers) clearInterval(timer)
    this.#reportProgress()
    this.#recorder = undefined
    this.#say({ type: 'ended' })
  }

  /** Judges early pairs again, because less was known then: those that the whole run shows in another light. */
  async #settleNoise(record: Recorder): Promise<void> {
    const learned = redactLearned(this.#ledger.snapshot(), this.#redactor.textScrub())
    record.keepNoise(learned)
    const { detectors, thresholds, hosts, dataApart, legacysLog } = this.#knowledge
    const known = { detectors, thresholds, hosts, noise: { ...this.#ofNoise(), learned } }
    const knowledge: Knowledge = {
      ...known,
      ...(dataApart === undefined ? {} : { dataApart }),
      ...(legacysLog === undefined ? {} : { legacysLog }),
    }
    const withdrawn = await record.judgeAgain((pair) => judge(pair, knowledge), {
      causes: judgedAgain,
      stop: () => this.#isLate(),
      affects: (route, differences) => differences.some((difference) => isLearned(route, difference, learned)),
    })
    for (const { id, reason } of withdrawn) this.#news.gone(id, reason)
  }

  /**
   * Judges whole routes once traffic is over and the experiments are made: what those explain is not reported again as
   * a slow route.
   */
  async #judgeRoutes(record: Recorder): Promise<void> {
    const explainedBy = causes.filter(({ explains }) => explains === 'time').map(({ id }) => id)
    for await (const times of record.routeTimes(explainedBy)) {
      const { thresholds } = this.#start
      for (const sighting of detectors.flatMap((each) => each.sightingsOfRoute?.(times, thresholds) ?? [])) {
        record.routeFinding(sighting, sighting.shownBy)
        this.#news.seen(sighting, times.route)
      }
    }
  }

  #ofNoise(): Pick<Knowledge['noise'], 'rules' | 'roots'> {
    const { noiseRules, roots } = this.#start
    return { rules: noiseRules, ...(roots === undefined ? {} : { roots }) }
  }

  /** True when the time for stopping is over; what still waits is counted. */
  #isLate(): boolean {
    const [by = 0] = this.#stopBy
    return by > 0 && Date.now() > by
  }

  /** Counts a pair that is not judged any more. */
  #leave(record: Recorder): void {
    this.#unreported.pairs += 1
    record.lost('verifier-behind', 1)
  }

  async #newRecorder(again: boolean): Promise<Recorder> {
    const { run, config, retention } = this.#start
    return new Recorder(await this.#store.openWriter({ run, config, retention, again }), {
      fault: (message) => this.#say({ type: 'fault', message }),
      recovered: (message) => this.#say({ type: 'notice', notice: { event: 'recovered', message } }),
      taken: (pairs, settled) => {
        this.#unreported.pairs += pairs
        this.#unreported.settled += settled
      },
    })
  }

  async #look(): Promise<void> {
    if (this.#recorder?.isGone() === true) await this.#beginAgain(this.#recorder)
  }

  /**
   * Begins a new recording if the old one was deleted or moved away: what is written would go to a file without a name.
   * The old one is closed first, because SQLite would take the new one's log for its own.
   */
  async #beginAgain(gone: Recorder): Promise<void> {
    const { file } = this.#start
    if (!this.#store.canBeMade()) {
      const message = `The recording ${file} is gone, and no new one can be begun in its folder.`
      if (!this.#cannotBeginAgain) this.#say({ type: 'fault', message })
      this.#cannotBeginAgain = true
      return
    }
    const lost = gone.accounted()
    await gone.abandon()
    this.#recorder = await this.#newRecorder(false)
    const what = `The recording ${file} was deleted or moved away`
    const sentence = `${what}: of the first ${lost} mirrored requests only the number is known.`
    this.#recorder.note({ kind: 'partial', sentence })
    this.#recorder.lost('recording-failed', lost)
    this.#recordingsLost += 1
    this.#cannotBeginAgain = false
    const message = `${what}; ${lost} mirrored requests are lost with it. A new one was begun in its place.`
    this.#say({ type: 'notice', notice: { event: 'recording-lost', message } })
  }

  #reportProgress(): void {
    const record = this.#recorder
    if (record === undefined) return
    const recording = { failing: this.#cannotBeginAgain || record.isFailing(), lost: this.#recordingsLost }
    const tally = record.tally()
    const now = JSON.stringify([tally, recording])
    const { pairs, settled } = this.#unreported
    if (pairs === 0 && settled === 0 && now === this.#reported) return
    this.#reported = now
    this.#unreported = { pairs: 0, settled: 0 }
    this.#say({ type: 'judged', pairs, settled, tally, recording })
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
