import { isUtf8 } from 'node:buffer'
import { encodeBytes } from '../base/content-coding.js'
import type { ReadBody } from '../compare/read/body.js'
import type { Body } from '../model/http.js'

/** Removes the secrets from a text. */
export type Scrub = (text: string) => string

/** A body as it is searched for secrets. */
export interface SearchedBody {
  readonly text: string
  /** Returns the body with its text scrubbed. */
  readonly scrubbed: (scrub: Scrub) => Body
}

/**
 * Prepares a body for the search. UTF-8 is searched as such, so that a password with an accent is the same here and in SQL; anything else is
 * searched as Latin-1, which maps each byte to one character and so preserves a body of any charset or kind. A body that could not be
 * decoded whole loses its bytes and is marked truncated; what could be read is searched all the same, because differences quote it.
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
