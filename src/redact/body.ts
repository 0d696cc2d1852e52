import { isUtf8 } from 'node:buffer'
import { encodeBytes } from '../base/content-coding.js'
import type { ReadBody } from '../compare/read/body.js'
import type { Body } from '../model/http.js'

/** Takes the secrets out of a text. */
export type Scrub = (text: string) => string

/** A body as it is searched for secrets. */
export interface SearchedBody {
  readonly text: string
  /** The body with the secrets taken out of its text. */
  readonly scrubbed: (scrub: Scrub) => Body
}

/**
 * What could not be decoded whole is not kept: such bytes are dropped and the body is marked truncated. What could be read of it is searched
 * all the same, since differences quote it. UTF-8 is searched as such, so that
 * a password with an accent is the same here and in SQL; any other bytes as Latin-1, which carries each as one character, so that a body
 * survives the trip whatever its charset or kind.
 */
export function searchedBody(body: Body, { bytes, codings, undecoded }: ReadBody): SearchedBody {
  if (body.bytes.byteLength === 0) return { text: '', scrubbed: () => body }
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1'
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding)
  if (undecoded !== undefined) return { text, scrubbed: () => withoutBytes(body) }
  return {
    text,
    scrubbed: (scrub) => {
      const clean = scrub(text)
      return clean === text ? body : { ...body, bytes: encodeBytes(Buffer.from(clean, encoding), codings) }
    },
  }
}

function withoutBytes({ size }: Body): Body {
  return { bytes: new Uint8Array(0), size, truncated: true }
}
