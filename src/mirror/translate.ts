import type { LegName } from '../model/exchange.js'
import { isHopByHop, type Headers, type Request } from '../model/http.js'
import { isCondition } from '../model/conditions.js'
import { isTraceField, traceFields, type TraceMode } from './trace.js'

/** What the sending client makes itself. */
const madeAnew = new Set(['expect', 'content-length'])

/** What mirrored requests carry beside what the client sent. */
export interface Sent {
  /** Fields that take the place of the client's own of the same name, as one that makes HTTP caches step aside. */
  readonly extra: Readonly<Record<string, string>>
  /** The fields that identify nobody on legacy; a replay has sessions of its own on each leg and keeps all. */
  readonly passing: (headers: Headers) => Headers
  readonly trace: TraceMode
}

/** The header fields that a leg gets for a request, flat. */
export type LegHeaders = (request: Pick<Request, 'id' | 'headers'>) => string[]

/**
 * Host and everything else as legacy got them, without what belongs to one connection, to legacy alone or to the user's trace, with the
 * leg's name so that an application can mute its mail and payment. Worked out once for each list of fields: traffic repeats them.
 */
export function headersForLeg(leg: LegName, { extra, passing, trace }: Sent): LegHeaders {
  const replaced = Object.keys(extra).map((name) => name.toLowerCase())
  const known = new WeakMap<Headers, readonly string[]>()

  const translate = (given: Headers): readonly string[] => {
    const headers: string[] = []
    const rangeIsConditional = given.some(([name]) => name.toLowerCase() === 'if-range')
    for (const [name, value] of given) {
      const lower = name.toLowerCase()
      if (isHopByHop(lower) || madeAnew.has(lower) || replaced.includes(lower) || isTraceField(lower)) continue
      if (isCondition(lower, value) || (rangeIsConditional && lower === 'range')) continue
      headers.push(name, value)
    }
    for (const [name, value] of Object.entries(extra)) headers.push(name, value)
    headers.push('X-Sosie-Leg', leg, 'X-Sosie-Id')
    known.set(given, headers)
    return headers
  }

  return ({ id, headers }) => {
    const passed = passing(headers)
    return [...(known.get(passed) ?? translate(passed)), id, ...traceFields(trace, headers)]
  }
}
