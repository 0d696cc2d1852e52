import { createHash } from 'node:crypto'
import type { ReadBody } from '../read/body.js'
import { difference, type Comparator } from '../comparator.js'

/** Compares images and other bytes by media type, size and hash. */
export const binary: Comparator = {
  kinds: ['binary'],
  *compare({ body: legacy }, { body: candidate }) {
    const [before, after] = [describe(legacy), describe(candidate)]
    if (before !== after) yield difference('body', 'value', 'bytes', before, after)
  },
}

function describe({ mediaType, bytes }: ReadBody): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  return `${mediaType || 'no type'}, ${bytes.byteLength} bytes, sha256 ${hash}…`
}
