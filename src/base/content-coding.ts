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
 * Why a body is not what its header says. `cut`: it ends early and its beginning was decoded; `broken`: it has another coding, or none;
 * `too large`: it would grow past the maximum; `unknown`: the coding is unknown.
 */
export type Undecoded = 'cut' | 'broken' | 'too large' | 'unknown'

/** Bytes with their content codings removed; with `undecoded`, as far as they could be decoded. */
export interface DecodedBytes {
  readonly bytes: Uint8Array
  readonly undecoded?: Undecoded
}

const mebibyte = 1024 * 1024
/** Bodies that grow past this are not decoded. */
const maxSize = 32 * mebibyte
/** Nor those larger than a page that grow by this factor: text grows tenfold, a decompression bomb a thousandfold. */
const maxGrowth = 200
const maxPageSize = 4 * mebibyte

/** The highest quality takes a hundred times as long as this one. */
const brotliLevel = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

interface Codec {
  decode(bytes: Uint8Array, options: ZlibOptions & BrotliOptions): Uint8Array
  /** Decodes what there is, without requiring the end of the stream. */
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
    // A raw deflate stream is recognized only by its end: any text may look like the beginning of one.
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

/** Applies content codings in order; all of them must be ones that `decodeBytes` undid. */
export function encodeBytes(bytes: Uint8Array, codings: readonly string[]): Uint8Array {
  return codings.reduce((coded, coding) => codecs[coding]?.encode(coded) ?? coded, bytes)
}

/** Returns undefined when not even the beginning can be decoded. */
function beginningOf(bytes: Uint8Array, codec: Codec, options: ZlibOptions): Uint8Array | undefined {
  try {
    const beginning = codec.decodeBeginning(bytes, options)
    return beginning.byteLength === 0 ? undefined : beginning
  } catch {
    return undefined
  }
}

/** Decodes a body whose coding is not the one in its header: gzip is recognized (RFC 1952 §2.3.1), anything else stays as it is. */
function sniffed(bytes: Uint8Array, options: ZlibOptions): Uint8Array {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  return (isGzip ? beginningOf(bytes, gzip, options) : undefined) ?? bytes
}

/** Decodes both forms that servers send: zlib as the RFC requires, and the raw deflate that some browsers once expected. */
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
