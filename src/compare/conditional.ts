import type { Headers } from '../model/http.js'
import { noBody } from '../model/http.js'
import { answerOf } from './compare.js'
import type { Answer } from './comparator.js'

/** What an answer to a condition has in common with the whole answer (RFC 9110 §15.4.5). */
const common = new Set(['cache-control', 'content-location', 'etag', 'expires', 'vary', 'date'])

/**
 * Legacy's answer to a condition, and another leg's whole one, as far as they can be compared: fields that legacy's has, and a status that
 * is no success.
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
