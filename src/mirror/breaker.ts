export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failures: number
  /** Milliseconds until a leg that failed is tried again; doubled each time it fails again, up to `maxRetryMs`. */
  readonly retryMs: number
  readonly maxRetryMs: number
}

export type BreakerState = 'closed' | 'open' | 'half-open'

/**
 * Keeps requests away from a leg that fails: they would only wait, and fill the queue. When the time is up, one request probes
 * the way back (M. Nygard, Release It!, "Circuit Breaker").
 */
export interface Breaker {
  /** True while requests are kept away. */
  readonly refuses: () => boolean
  /** Asked right before sending: false when the leg is being probed by another request already. */
  readonly lets: () => boolean
  readonly succeeded: () => void
  readonly failed: () => void
  readonly state: () => BreakerState
}

/** @param now milliseconds of a clock that never goes back. */
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
      // While it is open, late failures of requests sent before say nothing new; only the probe's does.
      if (openUntil === undefined ? inARow >= failures : probing) open()
    },
    state,
  }
}
