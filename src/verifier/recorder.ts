import { findingLedger, type FindingLedger } from '../diagnose/finding-ledger.js'
import type { ConcludedFinding, Evidence, Proof, Sighting, WithdrawnFinding } from '../model/finding.js'
import type { Judgement } from '../model/judgement.js'
import type { NoiseSnapshot } from '../model/noise.js'
import type { IncomparableReason, Pair } from '../model/pair.js'
import type { LiveCounts, SettledRow } from '../model/ports.js'
import type { RunNote } from '../model/run.js'
import type { JudgeAgainOptions, JudgePair, RunEvent, RunWriter, SlowPairs } from '../model/store.js'
import type { Tally } from '../model/tally.js'
import type { RouteTimes } from '../model/timing.js'
import { writtenTally } from './written-tally.js'

export interface RecorderEvents {
  /** A kind of fault began, such as a full disk or a locked database. */
  readonly fault: (message: string) => void
  /** Writing works again. */
  readonly recovered: (message: string) => void
  /** This many pairs, and this many settled ones, were recorded or counted as lost. */
  readonly taken: (pairs: number, settled: number) => void
}

/** Maximum milliseconds that a pair waits before it is on its way to the store. */
const batchMs = 250
const batchPairs = 200
/** Settled pairs are small: more of them make a batch. */
const batchSettled = 2000
/** Milliseconds between two times that the store is tidied while nothing is written. */
const tidyMs = 5000
/** Milliseconds without a fault after which writing is said to work again. */
const recoveredMs = 5000

/**
 * What waits to be written. What to write of a finding is decided when its batch is made, because an earlier batch may have
 * been lost.
 */
type Waiting =
  | { readonly type: 'pair'; readonly pair: Pair; readonly judgement: Judgement }
  | { readonly type: 'route-finding'; readonly sighting: Sighting; readonly shownBy: SlowPairs }
  | { readonly type: 'finding-concluded'; readonly conclude: () => ConcludedFinding }
  | Extract<RunEvent, { type: 'settled' | 'note' | 'noise-learned' }>

/**
 * Records a run in batches, one at a time, and counts what could not be written. The run begins in the store when
 * `begin` is called, or when there is something to write.
 */
export class Recorder {
  readonly #writer: RunWriter
  readonly #events: RecorderEvents
  readonly #ledger: FindingLedger = findingLedger()
  readonly #counters: Map<string, number>
  readonly #counted
  readonly #faults = new Set<string>()
  readonly #tidying: NodeJS.Timeout
  /** When writing first worked after a fault, in milliseconds; undefined while it does not. */
  #wellSince: number | undefined
  #begun = false
  #hasCounted: boolean
  #countersChanged = false
  #waiting: Waiting[] = []
  #waitingPairs = 0
  #waitingSettled = 0
  #waitingBytes = 0
  #timer: NodeJS.Timeout | undefined
  /** Settles when all work asked for so far is done. */
  #working: Promise<void> = Promise.resolve()
  /** A flush that has not begun yet. */
  #asked: Promise<void> | undefined

  constructor(writer: RunWriter, events: RecorderEvents) {
    this.#writer = writer
    this.#events = events
    this.#counters = new Map(writer.before?.counters)
    this.#hasCounted = writer.before !== undefined
    this.#counted = writtenTally(writer.before?.totals)
    this.#tidying = setInterval(() => void this.#next(() => this.#tidy()), tidyMs)
  }

  /** Begins the run in the store, even if nothing waits. */
  begin(): void {
    void this.flush('also when nothing waits')
  }

  /** Returns what is recorded, and what was lost. */
  tally(): Tally {
    return this.#counted.tally()
  }

  /** True while nothing can be written. */
  isFailing(): boolean {
    return this.#faults.size > 0
  }

  /** True when another recording, or none, is where this one was. */
  isGone(): boolean {
    return this.#writer.isGone()
  }

  /** Adds a sentence to the run. */
  note(note: RunNote): void {
    this.#wait({ type: 'note', note })
  }

  /** Queues a judged pair, already redacted. */
  pair(pair: Pair, judgement: Judgement): void {
    this.#waitingPairs += 1
    this.#waitingBytes += bytesOfBodies(pair)
    this.#wait({ type: 'pair', pair, judgement })
  }

  /** Queues a pair in which there was nothing to judge. */
  settled(row: SettledRow): void {
    this.#waitingSettled += 1
    this.#wait({ type: 'settled', row })
  }

  /** Sets the counters that only the live path knows. */
  counters({ requests, notMirrored, control, liveTap }: LiveCounts): void {
    this.#count('requests', requests)
    for (const [reason, n] of Object.entries(notMirrored)) this.#count(`notMirrored.${reason}`, n)
    for (const [name, n] of Object.entries(control ?? {})) this.#count(`control.${name}`, Math.round(n as number))
    for (const [name, n] of Object.entries(liveTap ?? {})) this.#count(`liveTap.${name}`, n as number)
  }

  /** Adds pairs that never reached the verifier whole to `incomparable`. */
  lost(reason: IncomparableReason, pairs: number): void {
    this.#counted.lost(reason, pairs)
    this.#count(`lost.${reason}`, (this.#counters.get(`lost.${reason}`) ?? 0) + pairs)
  }

  /** Records a finding of a whole route: every pair of it that is slower by more than given shows the finding. */
  routeFinding(sighting: Sighting, shownBy: SlowPairs): void {
    this.#wait({ type: 'route-finding', sighting, shownBy })
  }

  /** Keeps what was learned of noise with the run, unless the run has not begun. */
  keepNoise(snapshot: NoiseSnapshot): void {
    if (this.#begun || this.#hasHappened()) this.#wait({ type: 'noise-learned', snapshot })
  }

  /** Records a probe's proof of a finding: raises its proof and replaces its evidence. */
  proven(cause: string, key: string, proof: Proof, evidence: Evidence): void {
    this.#conclude(() => this.#ledger.proven(cause, key, proof, evidence))
  }

  /**
   * Records what a probe measured, or why it measured nothing, if that proves nothing: the finding says so and stays
   * what it was.
   */
  unproven(cause: string, key: string, evidence: Evidence): void {
    this.#conclude(() => this.#ledger.unproven(cause, key, evidence))
  }

  /**
   * Records that a probe showed another cause than suspected: whatever shows the suspected finding, now and later,
   * shows the other one. @param reason why the suspected finding is withdrawn, in a sentence.
   */
  instead(cause: string, key: string, sighting: Sighting, reason: string): void {
    this.#conclude(() => this.#ledger.instead(cause, key, sighting, reason))
  }

  /** Records that a probe refuted the suspicion: the finding is withdrawn from the run; what was asked is kept. */
  refuted(cause: string, key: string, evidence: Evidence, reason: string): void {
    this.#conclude(() => this.#ledger.refuted(cause, key, evidence, reason))
  }

  /** Returns how many mirrored requests of this run are compared, counted as incomparable, or on their way to the store. */
  accounted(): number {
    const { match, noise, mismatch, incomparable } = this.tally()
    return match + noise + mismatch + incomparable + this.#waitingPairs + this.#waitingSettled
  }

  /** Returns the times of every route of this run, without pairs that these causes explain. */
  async *routeTimes(explainedBy: readonly string[]): AsyncIterable<RouteTimes> {
    await this.flush()
    yield* this.#writer.routeTimes(explainedBy)
  }

  /** Judges what was recorded once more. Returns the findings that no pair shows any more. */
  async judgeAgain(judge: JudgePair, options: JudgeAgainOptions): Promise<readonly WithdrawnFinding[]> {
    await this.flush()
    let withdrawn: readonly WithdrawnFinding[] = []
    await this.#next(async () => {
      await this.#attempt(async () => {
        withdrawn = await this.#writer.judgeAgain(judge, options)
      })
    })
    return withdrawn
  }

  /** Writes what waits; also called by the recorder itself, at most 250 ms after something came. */
  flush(when: 'something waits' | 'also when nothing waits' = 'something waits'): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (when === 'something waits' && !this.#hasHappened() && !this.#begun) return this.#working
    this.#asked ??= this.#next(() => this.#writeAll())
    return this.#asked
  }

  /** Writes what waits and closes, without ending the run. */
  async abandon(): Promise<void> {
    clearInterval(this.#tidying)
    await this.flush()
    await this.#attempt(() => this.#writer.close())
  }

  /** Writes what waits, marks the run as ended and closes. @param endedAt milliseconds since the epoch. */
  async end(endedAt: number): Promise<void> {
    clearInterval(this.#tidying)
    await this.flush()
    // Once more, for the counts of what the last batch could not write.
    if (this.#counters.has('lost.recording-failed')) await this.flush()
    if (this.#begun && (await this.#attempt(() => this.#writer.write([{ type: 'ended', at: endedAt }]))))
      this.#recover(0)
    await this.#attempt(() => this.#writer.close())
  }

  #wait(event: Waiting): void {
    this.#waiting.push(event)
    const isFull =
      this.#waitingPairs >= batchPairs ||
      this.#waitingSettled >= batchSettled ||
      this.#waitingBytes >= this.#writer.maxBatchBytes
    if (isFull) void this.flush()
    else this.#schedule()
  }

  #conclude(conclude: () => ConcludedFinding): void {
    this.#wait({ type: 'finding-concluded', conclude })
    void this.flush()
  }

  #count(name: string, n: number): void {
    this.#counters.set(name, n)
    this.#hasCounted ||= n > 0
    this.#countersChanged = true
    this.#schedule()
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush(), batchMs)
  }

  /** True when there is something to write: the run has then begun, even if `begin` was not called. */
  #hasHappened(): boolean {
    return this.#waiting.length > 0 || this.#hasCounted
  }

  /** Does one thing at a time, in the order in which they were asked for. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#working = this.#working.then(work)
    return this.#working
  }

  async #writeAll(): Promise<void> {
    this.#asked = undefined
    let isDue = this.#waiting.length > 0 || this.#countersChanged || !this.#begun
    while (isDue) {
      await this.#writeBatch(this.#takeBatch())
      await this.#tidy()
      isDue = this.#waiting.length > 0
    }
  }

  /** Takes the next batch. A conclusion is a batch of its own, so that it and the pairs do not get lost with each other. */
  #takeBatch(): readonly Waiting[] {
    let [pairs, settled, bytes, length] = [0, 0, 0, 0]
    for (const event of this.#waiting) {
      if (event.type === 'finding-concluded' && length > 0) break
      length += 1
      if (event.type === 'finding-concluded') break
      if (event.type === 'settled') settled += 1
      if (event.type === 'pair') [pairs, bytes] = [pairs + 1, bytes + bytesOfBodies(event.pair)]
      if (pairs >= batchPairs || settled >= batchSettled || bytes >= this.#writer.maxBatchBytes) break
    }
    return this.#waiting.splice(0, length)
  }

  async #writeBatch(taken: readonly Waiting[]): Promise<void> {
    const pairs = taken.filter((event) => event.type === 'pair')
    const settled = taken.filter(({ type }) => type === 'settled').length
    const counters = new Map(this.#counters)
    this.#countersChanged = false
    const isWritten = await this.#attempt(() =>
      this.#writer.write([
        ...(this.#begun ? [] : [{ type: 'begun' } as const]),
        ...taken.map((event) => this.#eventOf(event)),
        { type: 'counters', counts: counters },
      ]),
    )
    this.#waitingPairs -= pairs.length
    this.#waitingSettled -= settled
    this.#waitingBytes -= pairs.reduce((sum, { pair }) => sum + bytesOfBodies(pair), 0)
    if (isWritten) {
      this.#begun = true
      this.#ledger.keep()
      this.#counted.written(
        pairs.map(({ judgement }) => judgement),
        settled,
      )
    } else {
      this.#ledger.rollBack()
      // What could not be written is counted, and the count is written as soon as the store works again.
      const lost = pairs.length + settled
      if (lost > 0) this.lost('recording-failed', lost)
      this.#countersChanged = true
      this.#schedule()
    }
    this.#events.taken(pairs.length, settled)
  }

  #eventOf(event: Waiting): RunEvent {
    switch (event.type) {
      case 'pair':
        return { ...event, shown: this.#ledger.shownBy(event.judgement.sightings) }
      case 'route-finding':
        return { type: 'route-finding', finding: this.#ledger.seen(event.sighting), shownBy: event.shownBy }
      case 'finding-concluded':
        return { type: 'finding-concluded', finding: event.conclude() }
      case 'settled':
      case 'note':
      case 'noise-learned':
        return event
    }
  }

  async #tidy(): Promise<void> {
    if (this.#begun) await this.#attempt(() => this.#writer.tidy())
  }

  /**
   * Tries to work with the store. A fault is reported when it begins and when it is over, not for every batch of a long
   * night.
   */
  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      this.#recover(recoveredMs)
      return true
    } catch (error) {
      this.#wellSince = undefined
      const message = error instanceof Error ? error.message : String(error)
      if (!this.#faults.has(message))
        this.#events.fault(`The recording cannot be written: ${message}. Users are served; what is lost is counted.`)
      this.#faults.add(message)
      return false
    }
  }

  /** Ends a fault only after a while without one: on a full disk, something small fits now and then. */
  #recover(after: number): void {
    if (this.#faults.size === 0) return
    this.#wellSince ??= performance.now()
    if (performance.now() - this.#wellSince < after) return
    this.#events.recovered('The recording can be written again.')
    this.#faults.clear()
  }
}

function bytesOfBodies({ request, legacy, candidate, control }: Pair): number {
  const answers = [legacy, candidate, control].map((exchange) => exchange?.response?.body.bytes.byteLength ?? 0)
  return answers.reduce((sum, bytes) => sum + bytes, request.body.bytes.byteLength)
}
