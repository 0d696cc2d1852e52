import { ownTokenName } from '../../compare/own-tokens.js'
import { isSecretField } from '../../redact/secret-names.js'
import type { Request } from '../../model/http.js'
import type { MadeValue } from '../../model/made-value.js'
import type { OwnValue } from './own-values.js'

/** A number that counts records from 1 on, a UUID or another number drawn at random, or a reference as `CMD-2024-0007`. */
const recordId =
  /^(?:[1-9]\d{0,18}|[\da-f]{8}-[\da-f-]{4,40}|(?=.*\d)[\da-f]{12,64}|(?=(?:.*\d){3})[A-Za-z\d][\w-]{5,63})$/i

/** Records of one session that are remembered; of more, the oldest are forgotten. */
const mostMade = 100

/**
 * What an answer to a request that writes shows as made by it: ids in Location, in hidden fields and in JSON, unless the request brought
 * them itself. A page number or an id that was sent is nobody's new record.
 *
 * @param exchange position of the exchange in its scenario.
 */
export function madeBy(
  exchange: number,
  request: Pick<Request, 'target' | 'body'>,
  shown: readonly OwnValue[],
): MadeValue[] {
  const sent = wordsOf(request)
  return shown
    .filter(
      ({ name, value }) => !ownTokenName.test(name) && !isSecretField(name) && recordId.test(value) && !sent.has(value),
    )
    .map(({ place, value }) => ({ key: `${exchange} ${place}`, value }))
}

/** The newest ones of a session. */
export function remembered(before: readonly MadeValue[], made: readonly MadeValue[]): readonly MadeValue[] {
  return [...before, ...made].slice(-mostMade)
}

/** Everything in a request that could be an id. */
function wordsOf({ target, body }: Pick<Request, 'target' | 'body'>): ReadonlySet<string> {
  return new Set(`${target} ${Buffer.from(body.bytes).toString('latin1')}`.match(/[\w-]+/g))
}
