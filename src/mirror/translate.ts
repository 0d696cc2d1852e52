import type { LegName } from '../model/exchange.js'
import { isHopByHop, type Headers, type Request } from '../model/http.js'
import { isCondition } from '../model/conditions.js'
import { isTraceField, traceFields, type TraceMode } from './trace.js'

/** Fields that the sending client makes itself. */
const madeAnew = new Set(['expect', 'content-length'])

/** What mirrored requests carry of what the client sent, and what is added. */
export interface Sent {
  /** Fields that replace the client's own of the same name, such as one that makes HTTP caches step aside. */
  readonly extra: Readonly<Record<string, string>>
  /** Returns the fields that identify nobody on legacy; a replay has its own sessions on each leg and keeps all fields. */
  readonly passing: (headers: Headers) => Headers
  readonly trace: TraceMode
}

/** Returns the header fields that a leg gets for a request, as flat names and values. */
export type LegHeaders = (request: Pick<Request, 'id' | 'headers'>) => string[]

/**
 * Translates legacy's header fields for a leg: Host and the rest stay, without conditions and without what belongs to
 * one connection, to legacy alone or to the user's trace. Adds the leg's name, so that an application can mute its mail
 * and payments. Each list of fields is translated once, because traffic repeats them.
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
