import type { Exchange } from '../model/exchange.js'
import type { Response } from '../model/http.js'
import { responseOf, type ReadFile } from './scenario/answer.js'
import type { ScenarioExchange } from './scenario/model.js'

/**
 * Returns legacy's part in a pair as it was recorded; its time says nothing of now. If no answer was kept, the leg
 * failed as `unrecorded`.
 */
export function recordedExchange(exchange: ScenarioExchange, readFile: ReadFile): Exchange {
  const response = recordedResponse(exchange, readFile)
  return {
    leg: 'legacy',
    ...(response === undefined ? { failure: { kind: 'unrecorded', during: 'connect' } as const } : { response }),
    timing: { total: exchange.answer?.ms ?? 0 },
    statements: [],
    attribution: 'none',
    recorded: true,
  }
}

/** Returns what legacy answered when it was recorded; undefined if only the request is known. */
export function recordedResponse({ answer }: ScenarioExchange, readFile: ReadFile): Response | undefined {
  return answer === undefined ? undefined : responseOf(answer, readFile)
}
