import { brotliDecompressSync, inflateRawSync, inflateSync, unzipSync } from 'node:zlib'
import { headersOf, type Response } from '../model/http.js'

/** `broken`: not what its header says; `too large`: it would grow past what is opened; `unknown`: a coding that nobody here knows. */
export type Unopened = 'broken' | 'too large' | 'unknown'

const mebibyte = 1024 * 1024
/** Nothing is opened that grows past this. */
const largest = 32 * mebibyte
/** Nor what grows to so many times its size, once it is larger than a page: text grows tenfold, a bomb a thousandfold. */
const mostGrowth = 200
const largestPage = 4 * mebibyte

type Limit = { readonly maxOutputLength: number }

const openers: Readonly<Record<string, (bytes: Uint8Array, limit: Limit) => Uint8Array>> = {
  gzip: unzipSync,
  'x-gzip': unzipSync,
  deflate: inflateEither,
  br: brotliDecompressSync,
}

/** A body without its content codings, the last one first (RFC 9110 §8.4); as it came where they cannot be undone. */
export function opened({ headers, body }: Response): { readonly bytes: Uint8Array; readonly unopened?: Unopened } {
  let { bytes } = body
  if (bytes.byteLength === 0) return { bytes }
  const maxOutputLength = Math.min(largest, Math.max(largestPage, bytes.byteLength * mostGrowth))
  for (const coding of codingsOf(headersOf(headers, 'content-encoding')).reverse()) {
    const open = openers[coding]
    if (open === undefined) return { bytes: body.bytes, unopened: 'unknown' }
    try {
      bytes = open(bytes, { maxOutputLength })
    } catch (error) {
      const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      return { bytes: body.bytes, unopened: tooLarge ? 'too large' : 'broken' }
    }
  }
  return { bytes }
}

function codingsOf(fields: readonly string[]): string[] {
  if (fields.length === 0) return []
  const names = fields.join(',').toLowerCase().split(',')
  return names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity')
}

/** Servers send both: zlib as the RFC wants it, and raw deflate as some browsers once did. */
function inflateEither(bytes: Uint8Array, limit: Limit): Uint8Array {
  try {
    return inflateSync(bytes, limit)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw error
    return inflateRawSync(bytes, limit)
  }
}
