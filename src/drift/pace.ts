import { setTimeout as wait } from 'node:timers/promises'
import type { Side } from './side.js'

export interface PaceSettings {
  /** Milliseconds of rest after each step. */
  readonly pauseMs: number
  /** Threads_running of a server above which the check waits; 0 never waits. */
  readonly maxLoad: number
}

/** Milliseconds between two looks at the servers' load. */
const lookMs = 1000

/** Rests between two steps, and for as long as a server is busy. Returns at once when the check is stopped. */
export type Breathe = () => Promise<void>

/** Returns the rest to take after each step. @param busy Called each time the check waits, with the busy side and its running threads. */
export function pace(
  sides: readonly Side[],
  { pauseMs, maxLoad }: PaceSettings,
  busy: (side: Side, threads: number) => void,
  signal: AbortSignal,
): Breathe {
  let looked = 0
  const busySide = async (): Promise<{ side: Side; threads: number } | undefined> => {
    looked = performance.now()
    for (const side of sides) {
      const threads = await side.threadsRunning()
      if (threads > maxLoad) return { side, threads }
    }
    return undefined
  }
  return async () => {
    if (pauseMs > 0) await rest(pauseMs, signal)
    if (maxLoad === 0 || performance.now() - looked < lookMs) return
    for (let found = await busySide(); found !== undefined && !signal.aborted; found = await busySide()) {
      busy(found.side, found.threads)
      await rest(lookMs, signal)
    }
  }
}

export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined) // stopped: the caller checks the signal next
}
