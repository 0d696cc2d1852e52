import { setTimeout as wait } from 'node:timers/promises'
import type { Transferable, Worker } from 'node:worker_threads'

/** What a message says of a thread that was just started: it is ready, it cannot start, or neither. */
export type FirstWord = 'ready' | 'news' | Error

/**
 * Waits until a thread is ready. What it says before is heard, too.
 *
 * @throws its error where it dies, or says that it cannot start; then it is ended.
 */
export function untilReady<From>(
  worker: Worker,
  read: (message: From) => FirstWord,
  hear: (message: From) => void = () => undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('error', reject)
      worker.off('message', listen)
    }
    const listen = (message: From): void => {
      const word = read(message)
      if (word === 'news') return hear(message)
      settle()
      if (word === 'ready') return resolve()
      void worker.terminate()
      reject(word)
    }
    worker.once('error', reject)
    worker.on('message', listen)
  })
}

export interface Supervision<From> {
  /** Starts the next thread. May reject where it cannot be started: that counts as a death. Without it there is no next one. */
  readonly launch?: () => Worker | Promise<Worker>
  readonly hear: (message: From) => void
  /**
   * A thread is gone, and its own threads with it. Returns the milliseconds until the next one is started; undefined: never.
   *
   * @param restarts so far.
   */
  readonly died: (reason: Error, restarts: number) => number | undefined
  /** The next thread listens: what it has to know is posted now. */
  readonly restarted?: () => void
}

/** A thread that is started again when it dies. */
export interface SupervisedThread<To> {
  /** Lost where there is no thread now. */
  post(message: To, transfer?: readonly Transferable[]): void
  readonly isAlive: () => boolean
  readonly restarts: () => number
  /** Its end is awaited from now on, and is no death. */
  expectEnd(): void
  terminate(): Promise<void>
  /** Resolves when no restart is under way. */
  settled(): Promise<void>
}

/** Supervises a thread that is ready. */
export function supervised<To, From>(first: Worker, supervision: Supervision<From>): SupervisedThread<To> {
  let worker: Worker | undefined
  let restarts = 0
  let isEnding = false
  let restarting = Promise.resolve()

  const watch = (thread: Worker): void => {
    let reason = new Error('it ended by itself')
    worker = thread
    thread.on('message', supervision.hear)
    thread.on('error', (error) => (reason = error))
    // Not when it failed, but when it is gone: what it held, a file or an address, is free then.
    thread.once('exit', () => {
      worker = undefined
      if (!isEnding) restarting = restart(reason)
    })
  }

  const restart = async (reason: Error): Promise<void> => {
    const ms = supervision.died(reason, restarts)
    if (ms === undefined || supervision.launch === undefined) return
    restarts += 1
    if (ms > 0) await wait(ms)
    if (isEnding) return
    try {
      watch(await supervision.launch())
    } catch (error) {
      return restart(error instanceof Error ? error : new Error(String(error)))
    }
    supervision.restarted?.()
  }

  watch(first)
  return {
    post: (message, transfer = []) => worker?.postMessage(message, transfer),
    isAlive: () => worker !== undefined,
    restarts: () => restarts,
    expectEnd: () => void (isEnding = true),
    async terminate() {
      isEnding = true
      await worker?.terminate()
    },
    settled: () => restarting,
  }
}
