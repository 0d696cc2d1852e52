import { brotliCompressSync, brotliDecompressSync, deflateSync, gzipSync, inflateSync, unzipSync } from 'node:zlib'
import type { Body } from '../model/http.js'

/** Takes the secrets out of a text. */
export type Scrub = (text: string) => string

/** A compressed body that grows past this is not looked into: its bytes are not kept. */
const largestDecoded = 32 * 1024 * 1024

const limit = { maxOutputLength: largestDecoded }

const codings: Readonly<Record<string, { open: (bytes: Uint8Array) => Buffer; close: (bytes: Uint8Array) => Buffer }>> =
  {
    gzip: { open: (bytes) => unzipSync(bytes, limit), close: (bytes) => gzipSync(bytes) },
    'x-gzip': { open: (bytes) => unzipSync(bytes, limit), close: (bytes) => gzipSync(bytes) },
    deflate: { open: (bytes) => inflateSync(bytes, limit), close: (bytes) => deflateSync(bytes) },
    br: { open: (bytes) => brotliDecompressSync(bytes, limit), close: (bytes) => brotliCompressSync(bytes) },
  }

/** Latin-1 carries every byte as one character, so that a body survives the trip whatever its charset or kind. */
export function changed(body: Body, scrub: Scrub): Body {
  const bytes = scrubBytes(body.bytes, scrub)
  return bytes === body.bytes ? body : { ...body, bytes }
}

/**
 * The same inside a content coding (RFC 9110 §8.4.1). What cannot be opened cannot be searched: such bytes are dropped and
 * the body is marked truncated.
 */
export function changedInside(body: Body, coding: string, scrub: Scrub): Body {
  const codec = codings[coding.trim().toLowerCase()]
  try {
    if (codec === undefined) return withoutBytes(body)
    const plain: Uint8Array = codec.open(body.bytes)
    const clean = scrubBytes(plain, scrub)
    return clean === plain ? body : { ...body, bytes: codec.close(clean) }
  } catch {
    return withoutBytes(body) // not what its header says, or a bomb
  }
}

function scrubBytes(bytes: Uint8Array, scrub: Scrub): Uint8Array {
  const before = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const after = scrub(before)
  return after === before ? bytes : Buffer.from(after, 'latin1')
}

function withoutBytes(body: Body): Body {
  return { bytes: new Uint8Array(0), size: body.size, truncated: true }
}
