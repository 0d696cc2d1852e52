import PQueue from 'p-queue'
import type { QueryCacheMeasurement } from '../diagnose/query-cache-proof.js'
import type { ProbeQuestion } from '../model/finding.js'
import type { Request } from '../model/http.js'
import { measureQueryCache, type QueryCacheProbe } from './query-cache.js'

export interface ProbeBudget {
  /** Milliseconds that all experiments of a run may take together. */
  readonly totalMs: number
}

/** Makes experiments one at a time, so that none disturbs another, until its budget is spent. */
export interface Prober {
  ask(
    question: ProbeQuestion,
    request: Request,
    route: string,
    answer: (measurement: QueryCacheMeasurement | undefined) => void,
  ): void
  /** Resolves when every experiment asked for was made or the budget is spent. */
  idle(): Promise<void>
}

export function createProber(probe: QueryCacheProbe, budget: ProbeBudget, onFault: (error: unknown) => void): Prober {
  const queue = new PQueue({ concurrency: 1 })
  let spentMs = 0

  const measure = async (
    question: ProbeQuestion,
    request: Request,
    route: string,
  ): Promise<QueryCacheMeasurement | undefined> => {
    if (spentMs >= budget.totalMs) return undefined
    const started = performance.now()
    try {
      return await measureQueryCache(probe, question, request, route)
    } catch (error) {
      onFault(error)
      return undefined
    } finally {
      spentMs += performance.now() - started
    }
  }

  return {
    ask(question, request, route, answer) {
      void queue.add(async () => answer(await measure(question, request, route)))
    },
    idle: () => queue.onIdle(),
  }
}
