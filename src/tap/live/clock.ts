/**
 * Milliseconds since 1970, the same in every thread: the live path's times and the tap's are compared, and each thread's own
 * `performance.timeOrigin` was taken from the wall clock at another moment.
 *
 * @param epoch what `epochNow()` said in one thread.
 */
export function clockFrom(epoch: number): () => number {
  return () => epoch + Number(process.hrtime.bigint()) / 1e6
}

/** The wall clock less the monotonic one, which all threads share. */
export function epochNow(): number {
  return Date.now() - Number(process.hrtime.bigint()) / 1e6
}
