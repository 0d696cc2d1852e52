import type { Exchange } from '../model/exchange.js'
import { headerOf, type Headers, type Response } from '../model/http.js'
import { isSilentHeader } from './comparators/headers.js'

/**
 * True when equality alone shows that there is nothing to judge: the same status, header fields and bytes, and no statement or PHP log entry
 * that a cause could refer to. Cheap enough to run where pairs are made; pairs that it does not settle are judged in full.
 */
export function settledByEquality(legacy: Exchange, candidate: Exchange): boolean {
  const [one, other] = [legacy.response, candidate.response]
  if (one === undefined || other === undefined || !one.complete || !other.complete) return false
  if (one.status !== other.status || !sameBytes(one, other) || !sameHeaders(one.headers, other.headers)) return false
  if (one.body.size === 0 && !sameLengths(one, other)) return false
  return nothingSeen(legacy) && nothingSeen(candidate)
}

/** Compares Content-Length: all that is known of a body that never came, as after HEAD. */
function sameLengths({ headers: one }: Response, { headers: other }: Response): boolean {
  return headerOf(one, 'content-length') === headerOf(other, 'content-length')
}

/** Compares bodies by their bytes. False for bodies that were not kept whole, because nothing is known of the rest. */
export function sameBytes({ body: one }: Response, { body: other }: Response): boolean {
  if (one.truncated || other.truncated || one.size !== other.size) return false
  return Buffer.compare(one.bytes, other.bytes) === 0
}

function nothingSeen({ statements, log, failure }: Exchange): boolean {
  return statements.length === 0 && (log === undefined || log.length === 0) && failure === undefined
}

/** Compares header fields in order, without those that no comparator looks at. */
function sameHeaders(legacy: Headers, candidate: Headers): boolean {
  let at = 0
  for (const [name, value] of legacy) {
    if (says(name)) {
      at = nextSaying(candidate, at)
      const other = candidate[at]
      if (
        other === undefined ||
        other[1] !== value ||
        (other[0] !== name && other[0].toLowerCase() !== name.toLowerCase())
      )
        return false
      at += 1
    }
  }
  return nextSaying(candidate, at) >= candidate.length
}

function nextSaying(headers: Headers, from: number): number {
  let at = from
  while (at < headers.length && !says(headers[at]?.[0] ?? '')) at += 1
  return at
}

function says(name: string): boolean {
  return !isSilentHeader(name.toLowerCase())
}
