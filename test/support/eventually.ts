import { setTimeout as wait } from 'node:timers/promises'

/** Looks ten times a second until it holds. @throws Error after so many seconds. */
export async function eventually(holds: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  const end = performance.now() + seconds * 1000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It did not come to hold within ${seconds} s: ${holds.toString()}`)
    await wait(100)
  }
}
