import { headerOf, type Response } from '../../model/http.js'
import { difference, type Comparator } from '../comparator.js'

/**
 * Compares the length of a body that HEAD never brings (RFC 9110 §9.3.2). Only if both sides state one and neither is compressed: two
 * compressors make two lengths of the same bytes.
 */
export const unseenBody: Comparator = {
  *compare({ response: legacy }, { response: candidate }, { method }) {
    if (method !== 'HEAD') return
    const [before, after] = [plainLengthOf(legacy), plainLengthOf(candidate)]
    if (before === undefined || after === undefined || before === after) return
    yield difference('headers', 'value', 'content-length', before, after)
  },
}

function plainLengthOf({ headers }: Response): string | undefined {
  return headerOf(headers, 'content-encoding') === undefined ? headerOf(headers, 'content-length') : undefined
}
