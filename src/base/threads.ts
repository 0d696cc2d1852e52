import { setTimeout as wait } from 'node:timers/promises'
import type { Transferable, Worker } from 'node:worker_threads'

/** What a message says about a thread that was just started: it is ready, it cannot start, or neither. */
export type FirstWord = 'ready' | 'news' | Error

/**
 * Waits until a thread is ready. Earlier messages are passed to `hear`.
 *
 * @throws the thread's error when it dies or reports that it cannot start; in the latter case it is terminated.
 */
export function untilReady<From>(
  worker: Worker,
  read: (message: From) => FirstWord,
  hear: (message: From) => void = () => undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('error', reject)
      worker.off('exit', ended)
      worker.off('message', listen)
    }
    const ended = (): void => reject(new Error('the thread ended before it was ready'))
    const listen = (message: From): void => {
      const word = read(message)
      if (word === 'news') return hear(message)
      settle()
      if (word === 'ready') return resolve()
      void worker.terminate()
      reject(word)
    }
    worker.once('error', reject)
    worker.once('exit', ended)
    worker.on('message', listen)
  })
}

export interface Supervision<From> {
  /** Starts the next thread. A rejection counts as another death. Without it, there is no next thread. */
  readonly launch?: () => Worker | Promise<Worker>
  readonly hear: (message: From) => void
  /**
   * Called when a thread and its own threads are gone. Returns the milliseconds until the next one is started; undefined means never.
   *
   * @param restarts number of restarts so far.
   */
  readonly died: (reason: Error, restarts: number) => number | undefined
  /** Called when the next thread listens, so that it can be sent what it has to know. */
  readonly restarted?: () => void
}

/** A thread that is restarted when it dies. */
export interface SupervisedThread<To> {
  /** Sends a message, which is lost while there is no thread. */
  post(message: To, transfer?: readonly Transferable[]): void
  readonly isAlive: () => boolean
  readonly restarts: () => number
  /** Says that the thread ends on purpose: its end is no longer a death. */
  expectEnd(): void
  terminate(): Promise<void>
  /** Resolves when no restart is in progress. */
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
    // On exit, not on error: only when the thread is gone are its files and addresses free.
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
