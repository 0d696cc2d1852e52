export interface BreakerSettings {
  /** Consecutive failures that open the breaker. */
  readonly failures: number
  /** Milliseconds until a failed leg is tried again; doubled with each further failure, up to `maxRetryMs`. */
  readonly retryMs: number
  readonly maxRetryMs: number
}

export type BreakerState = 'closed' | 'open' | 'half-open'

/**
 * Keeps requests away from a failing leg, where they would only wait and fill the queue. After a while, one request
 * probes whether the leg is back (M. Nygard, Release It!, "Circuit Breaker").
 */
export interface Breaker {
  /** True while requests are kept away. */
  readonly refuses: () => boolean
  /** Called right before sending; false while the breaker is open or another request is probing the leg. */
  readonly lets: () => boolean
  readonly succeeded: () => void
  readonly failed: () => void
  readonly state: () => BreakerState
}

/** @param now milliseconds of a monotonic clock. */
export function circuitBreaker({ failures, retryMs, maxRetryMs }: BreakerSettings, now: () => number): Breaker {
  let inARow = 0
  let openUntil: number | undefined
  let wait = retryMs
  let probing = false

  const open = (): void => {
    openUntil = now() + wait
    wait = Math.min(wait * 2, maxRetryMs)
    probing = false
  }
  const state = (): BreakerState => {
    if (openUntil === undefined) return 'closed'
    return now() >= openUntil ? 'half-open' : 'open'
  }

  return {
    refuses: () => openUntil !== undefined && (probing || now() < openUntil),
    lets() {
      if (openUntil === undefined) return true
      if (probing || now() < openUntil) return false
      probing = true
      return true
    },
    succeeded() {
      inARow = 0
      openUntil = undefined
      wait = retryMs
      probing = false
    },
    failed() {
      inARow += 1
      // While open, late failures of earlier requests say nothing new; only the probe's failure does.
      if (openUntil === undefined ? inARow >= failures : probing) open()
    },
    state,
  }
}
