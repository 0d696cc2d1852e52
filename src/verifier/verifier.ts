import { Worker } from 'node:worker_threads'
import { SosieError, type ErrorCode } from '../errors.js'
import type { Pair } from '../model/pair.js'
import type { PairSink } from '../model/ports.js'
import type { Totals } from '../model/run.js'
import type { FromVerifier, ToVerifier, VerifierStart } from './messages.js'

/** The verifier thread as the main thread sees it. */
export interface Verifier extends PairSink {
  counters(requests: number, notMirrored: Totals['notMirrored']): void
  answer(message: Extract<ToVerifier, { type: 'measured' }>): void
  /** Resolves when every pair taken so far was judged, and its questions were asked. */
  settled(): Promise<void>
  /** Writes all that was taken, ends the run, and resolves when the recording is closed. */
  end(endedAt: number): Promise<void>
}

export interface VerifierListener {
  readonly told: (message: Exclude<FromVerifier, { type: 'ready' | 'ended' | 'failed' }>) => void
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
  let ended: (() => void) | undefined
  let idle: (() => void)[] = []

  const release = (): void => {
    for (const resolve of idle) resolve()
    idle = []
  }
  const post = (message: ToVerifier): void => worker.postMessage(message)
  const judged = (pairs: number): void => {
    for (const bytes of waiting.splice(0, pairs)) waitingBytes -= bytes
    if (waiting.length === 0) release()
  }
  worker.on('message', (message: FromVerifier) => {
    if (message.type === 'judged') judged(message.pairs)
    if (message.type === 'ended') ended?.()
    else if (message.type !== 'ready' && message.type !== 'failed') listener.told(message)
  })
  worker.on('error', (error) => {
    dead = true
    listener.died(error)
    release()
    ended?.()
  })

  return {
    take(pair) {
      const bytes = bytesOf(pair)
      if (waiting.length >= backlog.pairs || waitingBytes + bytes > backlog.bytes) {
        post({ type: 'lost', reason: 'verifier-behind' })
        return
      }
      waiting.push(bytes)
      waitingBytes += bytes
      post({ type: 'pair', pair })
    },
    counters: (requests, notMirrored) => post({ type: 'counters', requests, notMirrored }),
    answer: post,
    settled: () => (waiting.length === 0 || dead ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    end: (endedAt) =>
      new Promise((resolve) => {
        if (dead) return resolve()
        ended = resolve
        post({ type: 'end', endedAt })
      }),
  }
}

function bytesOf({ legacy, candidate, control }: Pair): number {
  return [legacy, candidate, control].reduce((sum, leg) => sum + (leg?.response?.body.bytes.byteLength ?? 0), 0)
}
