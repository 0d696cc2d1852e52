import { ownTokenName } from '../compare/own-tokens.js'
import { isSecretField } from '../redact/secret-names.js'
import type { Request, Response } from '../model/http.js'
import type { MadeValue } from '../model/made-value.js'
import type { OwnValue } from './own-values.js'

/** A number that counts records from 1, a UUID or another number drawn at random, or a reference such as `CMD-2024-0007`. */
const recordId =
  /^(?:[1-9]\d{0,18}|[\da-f]{8}-[\da-f-]{4,40}|(?=.*\d)[\da-f]{12,64}|(?=(?:.*\d){3})[A-Za-z\d][\w-]{5,63})$/i

/** Maximum number of records remembered per session; the oldest are forgotten. */
const maxMade = 100

/**
 * Returns the records that an answer to a writing request shows as made by it: ids in Location, in hidden fields and in JSON that the
 * request did not bring itself. A page number, an id that was sent, or the rows of a list that a POST asked for are no new record.
 *
 * @param exchange position of the exchange in its scenario.
 */
export function madeBy(
  exchange: number,
  request: Pick<Request, 'target' | 'body'>,
  { status }: Pick<Response, 'status'>,
  shown: readonly OwnValue[],
): MadeValue[] {
  if (status >= 400) return []
  const sent = wordsOf(request)
  const isId = ({ name, value }: OwnValue): boolean =>
    !ownTokenName.test(name) && !isSecretField(name) && recordId.test(value) && !sent.has(value)
  const times = new Map<string, number>()
  for (const { place } of shown) times.set(place, (times.get(place) ?? 0) + 1)
  const isAlone = ({ place }: OwnValue): boolean => times.get(place) === 1 && !/^\$.*\[/.test(place)
  return shown
    .filter((each) => isId(each) && isAlone(each))
    .map(({ place, value }) => ({ key: `${exchange} ${place}`, value }))
}

/** Returns the newest records of a session. */
export function remembered(before: readonly MadeValue[], made: readonly MadeValue[]): readonly MadeValue[] {
  return [...before, ...made].slice(-maxMade)
}

/** Returns everything in a request that could be an id. */
function wordsOf({ target, body }: Pick<Request, 'target' | 'body'>): ReadonlySet<string> {
  return new Set(`${target} ${Buffer.from(body.bytes).toString('latin1')}`.match(/[\w-]+/g))
}
