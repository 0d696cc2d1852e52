import { setTimeout as wait } from 'node:timers/promises'
import PQueue from 'p-queue'
import type { Experiment } from '../knowledge/measurement.js'
import type { ProbeQuestion } from '../model/finding.js'
import type { Request } from '../model/http.js'
import { experimentOn, type ExperimentSources } from './statement-experiment.js'

export interface ProbeBudget {
  /** Maximum milliseconds that all experiments of a run take together. */
  readonly totalMs: number
  /** Share of the time, 0 to 1, that experiments may take while traffic flows: the servers rest in between. */
  readonly load: number
}

/**
 * Makes experiments one at a time, so that none disturbs another, those with the most lost time first, until its budget
 * is spent.
 */
export interface Prober {
  ask(question: ProbeQuestion, request: Request, route: string, answer: (experiment: Experiment) => void): void
  /** Called when traffic is over: resolves when every experiment was made or the budget is spent, without resting in between. */
  idle(): Promise<void>
}

/** @param sources what may be asked; a sentence if nothing may. */
export function createProber(
  sources: ExperimentSources | string,
  { totalMs, load }: ProbeBudget,
  onFault: (error: unknown) => void,
): Prober {
  const queue = new PQueue({ concurrency: 1 })
  const hurry = new AbortController()
  let spentMs = 0

  const make = async (question: ProbeQuestion, request: Request, route: string): Promise<Experiment> => {
    if (typeof sources === 'string') return { notMade: sources }
    if (spentMs >= totalMs) return { notMade: 'the time that experiments may take (probe.budgetSeconds) was spent' }
    const started = performance.now()
    try {
      const result = await experimentOn(sources, question, request, route)
      return typeof result === 'string' ? { notMade: result } : { measured: result }
    } catch (error) {
      onFault(error)
      return { notMade: 'the experiment failed' }
    } finally {
      spentMs += performance.now() - started
    }
  }

  const rest = async (workedMs: number): Promise<void> => {
    if (load >= 1 || hurry.signal.aborted) return
    await wait(workedMs / load - workedMs, undefined, { signal: hurry.signal }).catch(() => undefined)
  }

  return {
    ask(question, request, route, answer) {
      const experiment = async (): Promise<void> => {
        const before = spentMs
        answer(await make(question, request, route))
        await rest(spentMs - before)
      }
      void queue.add(experiment, { priority: Math.round(question.lostMs) })
    },
    idle() {
      hurry.abort()
      return queue.onIdle()
    },
  }
}
