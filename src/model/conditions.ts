import { headerOf, type Headers, type Response } from './http.js'

const conditional = new Set(['if-none-match', 'if-match', 'if-modified-since', 'if-unmodified-since', 'if-range'])

/**
 * A condition on the copy that a client has of legacy's answer (RFC 9110 §13): no other stack knows its validator. `*` asks whether there is
 * anything at all, which each stack can say.
 *
 * @param name in lower case.
 */
export function isCondition(name: string, value: string): boolean {
  return conditional.has(name) && value.trim() !== '*'
}

/**
 * True where legacy's answer is to such a condition: the copy is still good, it is not, or a part of it. There is no whole answer to compare
 * with that of a stack that was asked without.
 */
export function answersCondition(request: Headers, { status }: Pick<Response, 'status'>): boolean {
  if (status === 206) return headerOf(request, 'if-range') !== undefined
  return (status === 304 || status === 412) && isConditional(request)
}

/** True where a request holds such a condition. */
export function isConditional(headers: Headers): boolean {
  return headers.some(([name, value]) => isCondition(name.toLowerCase(), value))
}
