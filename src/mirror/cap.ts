export interface CapSettings {
  /** Maximum number of requests that a run mirrors; unlimited if absent. */
  readonly total?: number | undefined
  /** The same per day (UTC). */
  readonly perDay?: number | undefined
}

/** Counts what was mirrored against the caps. */
export interface Cap {
  readonly reached: () => boolean
  readonly count: () => void
}

const dayMs = 24 * 60 * 60 * 1000

/**
 * @param now milliseconds since the epoch.
 * @param already requests that the run has mirrored before; all of them count as today's.
 */
export function mirrorCap({ total = Infinity, perDay = Infinity }: CapSettings, now: () => number, already = 0): Cap {
  let all = already
  let today = already
  let day = Math.floor(now() / dayMs)
  const turnPage = (): void => {
    const current = Math.floor(now() / dayMs)
    if (current !== day) [day, today] = [current, 0]
  }
  return {
    reached() {
      if (all >= total) return true
      if (perDay === Infinity) return false
      turnPage()
      return today >= perDay
    },
    count() {
      all += 1
      if (perDay === Infinity) return
      turnPage()
      today += 1
    },
  }
}
