import type { AnswerHead, Headers, Request } from '../model/http.js'
import { mayHaveWritten, unmirroredWriteBytes } from '../model/unmirrored-write.js'
import type { PassedBy } from './offer.js'

/**
 * Returns what a request that is not mirrored says of sessions and data; undefined if it says nothing.
 *
 * @param answer undefined if nobody heard it.
 * @param sent the request's body, or the beginning of it.
 */
export function passedByOf(
  { id, method, target, headers, receivedAt }: Omit<Request, 'body'>,
  answer: AnswerHead | undefined,
  sent: Uint8Array,
): PassedBy | undefined {
  const wrote = mayHaveWritten(method, answer?.status)
  const ofRequest = sayingFields(headers, wrote ? ofWrites : ofSessions)
  const ofAnswer = sayingFields(answer?.headers ?? [], ofSessionsSet)
  if (!wrote && ofAnswer.length === 0 && ofRequest.every(([name]) => isAsker(name))) return undefined
  return {
    request: { method, target, headers: ofRequest },
    answer: ofAnswer,
    ...(wrote ? { wrote: { id, body: sent.subarray(0, unmirroredWriteBytes), receivedAt } } : {}),
  }
}

const ofSessions = new Set(['cookie', 'authorization', 'x-forwarded-for', 'user-agent'])
const ofWrites = new Set([...ofSessions, 'content-type'])
const ofSessionsSet = new Set(['set-cookie', 'location', 'content-location', 'refresh'])
const lengths = new Set([...ofWrites, ...ofSessionsSet].map((name) => name.length))

/** Returns the fields with one of these names; the length of a name alone rules out most fields. */
function sayingFields(headers: Headers, names: ReadonlySet<string>): Headers {
  return headers.filter(([name]) => lengths.has(name.length) && names.has(name.toLowerCase()))
}

/** True for fields that tell askers apart; without a session they say nothing. */
function isAsker(name: string): boolean {
  const { length } = name
  return length === 'x-forwarded-for'.length || length === 'user-agent'.length
}
