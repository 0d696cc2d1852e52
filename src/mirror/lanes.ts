/** Where a mirrored leg can be asked: a worker of its own that takes one request at a time, or one slot of a plain URL. */
export interface Lane {
  readonly origin: URL
  /** Name of the lane's tap; absent if the lane is not tapped. */
  readonly tap?: string
  /** Path of the lane's PHP error log; absent if it is not followed. */
  readonly log?: string
}

/** Hands out lanes, each to one holder at a time, first come, first served. */
export interface LanePool {
  /** Waits for a free lane, holds it while `work` runs, and gives it back whatever the outcome. */
  use<Result>(work: (lane: Lane) => Promise<Result>): Promise<Result>
  readonly size: number
}

export function lanePool(lanes: readonly Lane[]): LanePool {
  const free = [...lanes]
  const waiting: ((lane: Lane) => void)[] = []

  const take = (): Promise<Lane> => {
    const lane = free.shift()
    return lane === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(lane)
  }
  const giveBack = (lane: Lane): void => {
    const next = waiting.shift()
    if (next === undefined) free.push(lane)
    else next(lane)
  }

  return {
    size: lanes.length,
    async use(work) {
      const lane = await take()
      try {
        return await work(lane)
      } finally {
        giveBack(lane)
      }
    },
  }
}
