import { isUtf8 } from 'node:buffer'
import {
  brotliCompressSync,
  brotliDecompressSync,
  deflateSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  unzipSync,
} from 'node:zlib'
import type { Body } from '../model/http.js'

/** Takes the secrets out of a text. */
export type Scrub = (text: string) => string

/** A compressed body that grows past this is not looked into: its bytes are not kept. */
const largestDecoded = 32 * 1024 * 1024

const limit = { maxOutputLength: largestDecoded }

interface Codec {
  readonly open: (bytes: Uint8Array) => Uint8Array
  readonly close: (bytes: Uint8Array) => Uint8Array
}

const identity: Codec = { open: (bytes) => bytes, close: (bytes) => bytes }
const gzip: Codec = { open: (bytes) => unzipSync(bytes, limit), close: (bytes) => gzipSync(bytes) }

const codings: Readonly<Record<string, Codec>> = {
  '': identity,
  identity,
  gzip,
  'x-gzip': gzip,
  deflate: { open: inflateEither, close: (bytes) => deflateSync(bytes) },
  br: { open: (bytes) => brotliDecompressSync(bytes, limit), close: (bytes) => brotliCompressSync(bytes) },
}

/** A body as it reads. */
export interface OpenBody {
  readonly text: string
  /** The body with the secrets taken out of its text. */
  readonly scrubbed: (scrub: Scrub) => Body
}

/**
 * Opens a content coding (RFC 9110 §8.4.1). What cannot be opened cannot be searched: such bytes are dropped and the body is
 * marked truncated. UTF-8 is read as such, so that a password with an accent is the same here and in SQL; any other bytes as
 * Latin-1, which carries each as one character, so that a body survives the trip whatever its charset or kind.
 */
export function opened(body: Body, coding = ''): OpenBody {
  if (body.bytes.byteLength === 0) return { text: '', scrubbed: () => body }
  const codec = codings[coding.trim().toLowerCase()]
  if (codec === undefined) return unreadable(body)
  try {
    const plain = codec.open(body.bytes)
    const encoding = isUtf8(plain) ? 'utf8' : 'latin1'
    const text = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength).toString(encoding)
    return {
      text,
      scrubbed: (scrub) => {
        const clean = scrub(text)
        return clean === text ? body : { ...body, bytes: codec.close(Buffer.from(clean, encoding)) }
      },
    }
  } catch {
    return unreadable(body) // not what its header says, or a bomb
  }
}

/** Servers send both: zlib as the RFC wants it, and raw deflate as some browsers once did. */
function inflateEither(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes, limit)
  } catch {
    return inflateRawSync(bytes, limit)
  }
}

function unreadable({ size }: Body): OpenBody {
  return { text: '', scrubbed: () => ({ bytes: new Uint8Array(0), size, truncated: true }) }
}
