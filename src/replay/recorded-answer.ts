import type { Exchange } from '../model/exchange.js'
import { noBody, type Headers, type Response } from '../model/http.js'
import type { ScenarioExchange } from './scenario/model.js'
import { entriesOf } from './session/request-body.js'

/** Legacy's part in a pair as it was recorded; its time says nothing of now. A scenario that kept no answer has a leg that gave none. */
export function recordedExchange(exchange: ScenarioExchange, sideFile: (file: string) => Uint8Array): Exchange {
  const response = recordedResponse(exchange, sideFile)
  return {
    leg: 'legacy',
    ...(response === undefined ? { failure: { kind: 'refused', during: 'connect' } as const } : { response }),
    timing: { total: exchange.answer?.ms ?? 0 },
    statements: [],
    attribution: 'none',
    recorded: true,
  }
}

/** What legacy answered when it was recorded; a body that was not kept is not an empty one. */
export function recordedResponse(
  { answer }: ScenarioExchange,
  sideFile: (file: string) => Uint8Array,
): Response | undefined {
  if (answer === undefined) return undefined
  const { body } = answer
  const bytes = body === undefined ? undefined : body.kind === 'text' ? Buffer.from(body.text) : sideFile(body.file)
  const headers: Headers = [...entriesOf(answer.headers ?? {})]
  return {
    status: answer.status,
    headers,
    body: bytes === undefined ? { ...noBody, truncated: true } : { bytes, size: bytes.byteLength, truncated: false },
    complete: true,
  }
}
