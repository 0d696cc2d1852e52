import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  unzipSync,
  type BrotliOptions,
  type ZlibOptions,
} from 'node:zlib'

/**
 * Why a body is not what its header says. `cut`: it ends too early, and its beginning was decoded; `broken`: it is coded in another way,
 * or not at all; `too large`: it would grow past the bound; `unknown`: nobody here knows the coding.
 */
export type Undecoded = 'cut' | 'broken' | 'too large' | 'unknown'

/** Bytes without their content codings; with `undecoded`, as far as they could be read. */
export interface DecodedBytes {
  readonly bytes: Uint8Array
  readonly undecoded?: Undecoded
}

const mebibyte = 1024 * 1024
/** No body is decoded that grows past this. */
const maxSize = 32 * mebibyte
/** Nor one that grows to so many times its size, once it is larger than a page: text grows tenfold, a bomb a thousandfold. */
const maxGrowth = 200
const maxPageSize = 4 * mebibyte

/** The most thorough level takes a hundred times as long as this one. */
const brotliLevel = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

interface Codec {
  decode(bytes: Uint8Array, options: ZlibOptions & BrotliOptions): Uint8Array
  /** Decodes what there is, without asking for its end. */
  decodeBeginning(bytes: Uint8Array, options: ZlibOptions & BrotliOptions): Uint8Array
  encode(bytes: Uint8Array): Uint8Array
}

const gzip: Codec = {
  decode: unzipSync,
  decodeBeginning: (bytes, options) => unzipSync(bytes, { ...options, finishFlush: constants.Z_SYNC_FLUSH }),
  encode: (bytes) => gzipSync(bytes),
}

const codecs: Readonly<Record<string, Codec>> = {
  gzip,
  'x-gzip': gzip,
  deflate: {
    decode: inflateEither,
    // Of a raw one nothing is known until its end: any text may look like the beginning of one.
    decodeBeginning: (bytes, options) => inflateSync(bytes, { ...options, finishFlush: constants.Z_SYNC_FLUSH }),
    encode: (bytes) => deflateSync(bytes),
  },
  br: {
    decode: brotliDecompressSync,
    decodeBeginning: (bytes, options) =>
      brotliDecompressSync(bytes, { ...options, finishFlush: constants.BROTLI_OPERATION_FLUSH }),
    encode: (bytes) => brotliCompressSync(bytes, brotliLevel),
  },
}

/** Returns the names of codings in the order in which they were applied (RFC 9110 §8.4). @param fields of Content-Encoding. */
export function codingsOf(fields: readonly string[]): string[] {
  if (fields.length === 0) return []
  const names = fields.join(',').toLowerCase().split(',')
  return names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity')
}

/** Undoes content codings, the last one first. */
export function decodeBytes(coded: Uint8Array, codings: readonly string[]): DecodedBytes {
  if (coded.byteLength === 0 || codings.length === 0) return { bytes: coded }
  const options = { maxOutputLength: Math.min(maxSize, Math.max(maxPageSize, coded.byteLength * maxGrowth)) }
  let bytes = coded
  let isCut = false
  for (const coding of [...codings].reverse()) {
    const codec = codecs[coding]
    if (codec === undefined) return { bytes: coded, undecoded: 'unknown' }
    try {
      bytes = codec.decode(bytes, options)
    } catch (error) {
      if (isTooLarge(error)) return { bytes: coded, undecoded: 'too large' }
      const beginning = beginningOf(bytes, codec, options)
      if (beginning === undefined) return { bytes: sniffed(bytes, options), undecoded: 'broken' }
      bytes = beginning
      isCut = true
    }
  }
  return isCut ? { bytes, undecoded: 'cut' } : { bytes }
}

/** Applies content codings in their order, all of which `decodeBytes` undid. */
export function encodeBytes(bytes: Uint8Array, codings: readonly string[]): Uint8Array {
  return codings.reduce((coded, coding) => codecs[coding]?.encode(coded) ?? coded, bytes)
}

/** Returns undefined where not even the beginning can be decoded. */
function beginningOf(bytes: Uint8Array, codec: Codec, options: ZlibOptions): Uint8Array | undefined {
  try {
    const beginning = codec.decodeBeginning(bytes, options)
    return beginning.byteLength === 0 ? undefined : beginning
  } catch {
    return undefined
  }
}

/** A body of another coding than its header says: gzip names itself (RFC 1952 §2.3.1), all else is taken as it stands. */
function sniffed(bytes: Uint8Array, options: ZlibOptions): Uint8Array {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  return (isGzip ? beginningOf(bytes, gzip, options) : undefined) ?? bytes
}

/** Servers send both: zlib as the RFC wants it, and raw deflate as some browsers once did. */
function inflateEither(bytes: Uint8Array, options: ZlibOptions): Uint8Array {
  try {
    return inflateSync(bytes, options)
  } catch (error) {
    if (isTooLarge(error)) throw error
    return inflateRawSync(bytes, options)
  }
}

function isTooLarge(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
}
