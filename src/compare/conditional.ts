import type { Headers } from '../model/http.js'
import { noBody } from '../model/http.js'
import { answerOf } from './compare.js'
import type { Answer } from './comparator.js'

/** Fields that the answer to a conditional request shares with the full answer (RFC 9110 §15.4.5). */
const common = new Set(['cache-control', 'content-location', 'etag', 'expires', 'vary', 'date'])

/**
 * Returns the parts of legacy's answer to a conditional request and of another leg's full answer that can be compared: the fields that
 * legacy sent, and the status if the other leg did not succeed.
 */
export function comparableParts(legacy: Answer, whole: Answer): [Answer, Answer] {
  const has = new Set(namesOf(legacy.response.headers).filter((name) => common.has(name)))
  const { status } = whole.response
  const isSuccess = (status >= 200 && status < 300) || status === legacy.response.status
  return [partOf(legacy, has, isSuccess ? status : legacy.response.status), partOf(whole, has, status)]
}

function partOf({ response }: Answer, names: ReadonlySet<string>, status: number): Answer {
  const headers = response.headers.filter(([name]) => names.has(name.toLowerCase()))
  return answerOf({ ...response, status, headers, body: noBody })
}

function namesOf(headers: Headers): string[] {
  return headers.map(([name]) => name.toLowerCase())
}
