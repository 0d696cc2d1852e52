/** Where a mirrored leg can be asked: a worker of its own, one request at a time, or a share of a plain URL. */
export interface Lane {
  readonly origin: URL
  /** Name of the lane's tap; absent where no tap sees it. */
  readonly tap?: string
  /** Path of the lane's PHP error log; absent where none is followed. */
  readonly log?: string
}

/** Hands out lanes, each to one holder at a time, in the order of asking. */
export interface LanePool {
  /** Waits for a free lane, holds it while `work` runs, and gives it back however that ends. */
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
