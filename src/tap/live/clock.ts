/**
 * Returns a clock of milliseconds since the epoch that is the same in every thread. The live path's times are compared
 * with the tap's, but each thread took its own `performance.timeOrigin` from the wall clock at another moment.
 *
 * @param epoch result of `epochNow()` in one of the threads.
 */
export function clockFrom(epoch: number): () => number {
  return () => epoch + Number(process.hrtime.bigint()) / 1e6
}

/** Returns the wall clock minus the monotonic clock, which all threads share. */
export function epochNow(): number {
  return Date.now() - Number(process.hrtime.bigint()) / 1e6
}
