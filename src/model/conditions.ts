import { headerOf, type Headers, type Response } from './http.js'

const conditional = new Set(['if-none-match', 'if-match', 'if-modified-since', 'if-unmodified-since', 'if-range'])

/**
 * True for a condition on the client's copy of legacy's answer (RFC 9110 §13): no other stack knows its validator. `*` is no such
 * condition: it asks whether anything exists at all, which every stack can answer.
 *
 * @param name in lower case.
 */
export function isCondition(name: string, value: string): boolean {
  return conditional.has(name) && value.trim() !== '*'
}

/**
 * True when legacy answered such a condition (with 304, 412 or a part) instead of sending the whole page. Nothing can then be compared with
 * the answer of a stack that was asked without the condition.
 */
export function answersCondition(request: Headers, { status }: Pick<Response, 'status'>): boolean {
  if (status === 206) return headerOf(request, 'if-range') !== undefined
  return (status === 304 || status === 412) && isConditional(request)
}

/** True when a request carries such a condition. */
export function isConditional(headers: Headers): boolean {
  return headers.some(([name, value]) => isCondition(name.toLowerCase(), value))
}
