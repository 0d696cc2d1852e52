import { Worker } from 'node:worker_threads'
import type { QueryCacheMeasurement } from '../diagnose/query-cache-proof.js'
import { SosieError, type ErrorCode } from '../errors.js'
import type { ProbeQuestion } from '../model/finding.js'
import type { IncomparableReason, Pair } from '../model/pair.js'
import type { PairSink } from '../model/ports.js'
import type { Totals } from '../model/run.js'
import type { FromVerifier, ToVerifier, VerifierStart } from './messages.js'

/** The verifier thread as the main thread sees it. */
export interface Verifier extends PairSink {
  counters(requests: number, notMirrored: Totals['notMirrored']): void
  /** What an experiment measured; undefined where it could not be made. */
  measured(question: ProbeQuestion, measurement: QueryCacheMeasurement | undefined): void
  /** Resolves when every pair taken so far was judged, and its last questions were told to the listener. */
  settle(): Promise<void>
  /** Writes all that was taken, ends the run, and resolves when the recording is closed. */
  end(endedAt: number): Promise<void>
}

/** What the thread tells while it works. */
export type VerifierNews = Extract<FromVerifier, { type: 'judged' | 'finding' | 'question' | 'fault' }>

export interface VerifierListener {
  readonly told: (news: VerifierNews) => void
  /** The thread died: nothing is compared or recorded any more, users are still served. */
  readonly died: (error: Error) => void
}

export interface Backlog {
  /** Pairs that may wait in the verifier. */
  readonly pairs: number
  /** Bytes of bodies that may wait there. */
  readonly bytes: number
}

/** Starts the thread and waits until its recording is open. */
export async function startVerifier(
  start: VerifierStart,
  backlog: Backlog,
  listener: VerifierListener,
): Promise<Verifier> {
  const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: start })
  await firstWord(worker)
  return talkTo(worker, backlog, listener)
}

function firstWord(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (message: FromVerifier) => {
      worker.off('error', reject)
      if (message.type !== 'failed') resolve()
      else reject(new SosieError(message.code as ErrorCode, message.message))
    })
  })
}

function talkTo(worker: Worker, backlog: Backlog, listener: VerifierListener): Verifier {
  const waiting: number[] = []
  let waitingBytes = 0
  let dead = false
  const expected: { settled?: () => void; ended?: () => void } = {}

  const post = (message: ToVerifier): void => worker.postMessage(message)
  const judged = (pairs: number): void => {
    for (const bytes of waiting.splice(0, pairs)) waitingBytes -= bytes
  }
  const answered = (name: 'settled' | 'ended', message: ToVerifier): Promise<void> =>
    new Promise((resolve) => {
      if (dead) return resolve()
      expected[name] = resolve
      post(message)
    })
  worker.on('message', (message: FromVerifier) => {
    if (message.type === 'settled' || message.type === 'ended') return expected[message.type]?.()
    if (message.type === 'ready' || message.type === 'failed') return
    if (message.type === 'judged') judged(message.pairs)
    listener.told(message)
  })
  worker.on('error', (error) => {
    dead = true
    listener.died(error)
    expected.settled?.() // nobody waits for a dead thread
    expected.ended?.()
  })

  const lost = (reason: IncomparableReason): void => post({ type: 'lost', reason })

  return {
    lost,
    take(pair) {
      const bytes = bytesOf(pair)
      if (waiting.length >= backlog.pairs || waitingBytes + bytes > backlog.bytes) {
        lost('verifier-behind')
        return
      }
      waiting.push(bytes)
      waitingBytes += bytes
      post({ type: 'pair', pair })
    },
    counters: (requests, notMirrored) => post({ type: 'counters', requests, notMirrored }),
    measured: (question, measurement) => post({ type: 'measured', question, measurement }),
    settle: () => answered('settled', { type: 'settle' }),
    end: (endedAt) => answered('ended', { type: 'end', endedAt }),
  }
}

function bytesOf({ legacy, candidate, control }: Pair): number {
  return [legacy, candidate, control].reduce((sum, leg) => sum + (leg?.response?.body.bytes.byteLength ?? 0), 0)
}
