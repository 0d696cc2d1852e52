import { Worker } from 'node:worker_threads'
import { supervised, untilReady, type FirstWord } from '../base/threads.js'
import type { Experiment } from '../knowledge/measurement.js'
import { SosieError, type ErrorCode } from '../base/errors.js'
import type { ProbeQuestion } from '../model/finding.js'
import type { Exchange } from '../model/exchange.js'
import type { Body } from '../model/http.js'
import type { IncomparableReason, Pair } from '../model/pair.js'
import type { LiveCounts, PairSink } from '../model/ports.js'
import type { FromVerifier, ToVerifier, VerifierStart } from './messages.js'
import { settledPacker } from './settled-batch.js'

/** The verifier thread as the mirror's thread sees it. */
export interface VerifierThread extends PairSink {
  /** Users are served: the run is under way. */
  begin(): void
  counts(counts: LiveCounts): void
  /** Reports that a thread died that had mirrored this many requests of the run; those not recorded are counted as lost. */
  owed(mirrored: number): void
  /** Reports what an experiment measured, or why it could not be made. */
  measured(question: ProbeQuestion, experiment: Experiment): void
  /** Returns the number of pairs that wait to be judged or written. */
  readonly waiting: () => number
  /** Returns how often the thread died and was restarted. */
  readonly restarts: () => number
  /**
   * Sets the time after which nothing is judged; the rest is counted as `verifier-behind`. @param by milliseconds since
   * the epoch.
   */
  hurry(by: number): void
  /** Resolves when every pair taken so far was judged and its last questions were given to the listener. */
  settle(): Promise<void>
  /** Writes everything taken, ends the run, and resolves when the recording is closed. */
  end(endedAt: number): Promise<void>
}

/** What the thread reports while it works. */
export type VerifierNews = Extract<FromVerifier, { type: 'judged' | 'finding' | 'question' | 'fault' | 'notice' }>

export interface VerifierListener {
  readonly told: (news: VerifierNews) => void
  /** The thread died. `again` is true if it is restarted; if not, nothing is compared or recorded any more. Users are served. */
  readonly died: (error: Error, again: boolean) => void
}

export interface Backlog {
  /** Maximum number of pairs that wait in the verifier. */
  readonly pairs: number
  /** Maximum bytes of bodies that wait there. */
  readonly bytes: number
  /** Maximum number of settled pairs that wait to be written. */
  readonly settled: number
}

/** A batch of settled pairs crosses at this size, or after this many milliseconds. */
const batch = { pairs: 256, ms: 20 }
/** Maximum number of restarts within a run: a thread that dies more often has a reason that a new one does not fix. */
const maxRestarts = 5
/** Milliseconds before a restart, times the number of restarts before it. */
const restartMs = 100

/** Starts the thread and waits until its recording is open. @param thread module that it runs. */
export async function startVerifier(
  start: VerifierStart,
  backlog: Backlog,
  listener: VerifierListener,
  thread = new URL('./main.js', import.meta.url),
): Promise<VerifierThread> {
  const stopBy = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)
  const launch = (again: boolean): Worker => new Worker(thread, { workerData: { ...start, again, stopBy } })
  const worker = launch(start.again === true)
  await untilReady(worker, firstWord)
  return talkTo(worker, () => launch(true), new Float64Array(stopBy), backlog, listener)
}

function firstWord(message: FromVerifier): FirstWord {
  return message.type === 'failed' ? new SosieError(message.code as ErrorCode, message.message) : 'ready'
}

function talkTo(
  first: Worker,
  relaunch: () => Worker,
  stopBy: Float64Array,
  backlog: Backlog,
  listener: VerifierListener,
): VerifierThread {
  const packer = settledPacker()
  const waiting: number[] = []
  let waitingBytes = 0
  let waitingSettled = 0
  let behind = 0
  /** Number of mirrored requests that the recording has to account for. */
  let owed = 0
  let timer: NodeJS.Timeout | undefined
  /** When the run ended, in milliseconds since the epoch; undefined while it is under way. */
  let endedAt: number | undefined
  /** True when no thread is started any more. */
  let isGivenUp = false
  const expected: { settled?: () => void; ended?: () => void } = {}

  /** Why a thread said that it cannot start, which says more than the reason of its death. */
  let failure: Error | undefined
  const thread = supervised<ToVerifier, FromVerifier>(first, {
    launch: relaunch,
    hear(message) {
      if (message.type === 'ended') thread.expectEnd()
      if (message.type === 'settled' || message.type === 'ended') return expected[message.type]?.()
      if (message.type === 'failed') failure = new Error(message.message)
      if (message.type === 'ready' || message.type === 'failed') return
      if (message.type === 'judged') judged(message.pairs, message.settled)
      listener.told(message)
    },
    /** What is not in the recording was lost with the thread, and is counted by the next one. */
    died(reason, restarts) {
      const again = restarts < maxRestarts
      waiting.length = 0
      waitingBytes = 0
      waitingSettled = 0
      packer.forget()
      listener.died(failure ?? reason, again)
      failure = undefined
      expected.settled?.() // nobody waits for a dead thread
      isGivenUp = !again
      if (isGivenUp) expected.ended?.()
      return again ? restartMs * restarts : undefined
    },
    restarted() {
      thread.post({ type: 'owed', mirrored: owed })
      if (endedAt !== undefined) thread.post({ type: 'end', endedAt })
    },
  })

  /** Sends what was gathered, one message for each kind. */
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (packer.size() > 0) thread.post({ type: 'settled-pairs', batch: packer.take() })
    owed += behind
    if (behind > 0) thread.post({ type: 'lost', reason: 'verifier-behind', pairs: behind })
    behind = 0
  }
  const flushSoon = (): void => void (timer ??= setTimeout(flush, batch.ms))

  const judged = (pairs: number, settled: number): void => {
    for (const bytes of waiting.splice(0, pairs)) waitingBytes -= bytes
    waitingSettled -= settled
  }
  const answered = (name: 'settled' | 'ended', message: ToVerifier): Promise<void> =>
    new Promise((resolve) => {
      // A thread that is being started is told of the end, but not of what the previous one was asked.
      if (isGivenUp || (name === 'settled' && !thread.isAlive())) return resolve()
      expected[name] = resolve
      flush()
      thread.post(message)
    })

  return {
    begin: () => thread.post({ type: 'begin' }),
    hurry: (by) => void stopBy.fill(by),
    lost(reason: IncomparableReason, pairs: number) {
      owed += pairs
      thread.post({ type: 'lost', reason, pairs })
    },
    controlWrote: (route, tables) => thread.post({ type: 'control-wrote', route, tables }),
    unmirrored: (write) => thread.post({ type: 'unmirrored', write }),
    legacyLogged: (entries) => thread.post({ type: 'legacy-logged', entries }),
    take(pair) {
      const bytes = bytesOf(pair)
      if (waiting.length >= backlog.pairs || waitingBytes + bytes > backlog.bytes) {
        behind += 1
        flushSoon()
        return
      }
      owed += 1
      waiting.push(bytes)
      waitingBytes += bytes
      const own = withOwnBytes(pair)
      thread.post({ type: 'pair', pair: own }, buffersOf(own))
    },
    settled(pair) {
      if (waitingSettled >= backlog.settled) {
        behind += 1
        flushSoon()
        return
      }
      owed += 1
      waitingSettled += 1
      packer.add(pair)
      if (packer.size() >= batch.pairs) flush()
      else flushSoon()
    },
    counts: (counts) => thread.post({ type: 'counts', counts }),
    owed(mirrored) {
      owed += mirrored
      thread.post({ type: 'owed', mirrored })
    },
    measured: (question, experiment) => thread.post({ type: 'measured', question, experiment }),
    waiting: () => waiting.length + waitingSettled,
    restarts: thread.restarts,
    settle: () => answered('settled', { type: 'settle' }),
    end(at) {
      endedAt = at
      return answered('ended', { type: 'end', endedAt: at })
    },
  }
}

function legsOf({ legacy, candidate, control }: Pair): Exchange[] {
  return control === undefined ? [legacy, candidate] : [legacy, candidate, control]
}

function bytesOf(pair: Pair): number {
  return legsOf(pair).reduce((sum, { response }) => sum + (response?.body.bytes.byteLength ?? 0), 0)
}

/**
 * Copies each body into a buffer of its own, to be transferred: bodies are views of larger buffers, and cloning a view
 * clones its whole buffer.
 */
function withOwnBytes(pair: Pair): Pair {
  const own = <Holder extends { readonly body: Body }>(holder: Holder): Holder => ({
    ...holder,
    body: { ...holder.body, bytes: Uint8Array.from(holder.body.bytes) },
  })
  const leg = (exchange: Exchange): Exchange =>
    exchange.response === undefined ? exchange : { ...exchange, response: own(exchange.response) }
  return {
    ...pair,
    request: own(pair.request),
    legacy: leg(pair.legacy),
    candidate: leg(pair.candidate),
    ...(pair.control === undefined ? {} : { control: leg(pair.control) }),
  }
}

function buffersOf(pair: Pair): ArrayBuffer[] {
  const bodies = legsOf(pair).flatMap(({ response }) => (response === undefined ? [] : [response.body]))
  return [pair.request.body, ...bodies].map(({ bytes }) => bytes.buffer as ArrayBuffer)
}
