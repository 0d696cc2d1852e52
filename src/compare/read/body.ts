import { MIMEType } from 'node:util'
import iconv from 'iconv-lite'
import { codingsOf, decodeBytes, type Undecoded } from '../../base/content-coding.js'
import { headerOf, headersOf, noBody, type Headers, type Response } from '../../model/http.js'
import { jsonDocument } from '../json-document.js'

export type BodyKind = 'empty' | 'json' | 'html' | 'xml' | 'csv' | 'text' | 'binary'

/** A body with its content coding and charset undone, once for all readers. */
export interface ReadBody {
  /** `binary` also if the content coding is unknown, broken or too large to undo. */
  readonly kind: BodyKind
  /** Media type without parameters, in lower case; empty if there is none. */
  readonly mediaType: string
  /** Bytes without content coding, as far as it could be undone. */
  readonly bytes: Uint8Array
  /** Empty for binary bodies that hold no text. */
  readonly text: string
  /** True when U+FEFF preceded the text, which does not include it. */
  readonly marked: boolean
  /** Content codings in the order in which they were applied; usually empty. */
  readonly codings: readonly string[]
  /** Why the bytes are not what the header says; absent when they are. */
  readonly undecoded?: Undecoded
}

/** What a message without a body holds. */
export const emptyBody = readBody({ headers: [], body: noBody })

/** Undoes content coding and charset (RFC 9110 §8.4, §8.3) and determines the kind of body. */
export function readBody({ headers, body }: Pick<Response, 'headers' | 'body'>): ReadBody {
  const { mediaType, charset } = contentType(headers)
  const codings = codingsOf(headersOf(headers, 'content-encoding'))
  const decoded = decodeBytes(body.bytes, codings)
  const { bytes } = decoded
  const read = { ...decoded, mediaType, codings, text: '', marked: false }
  if (bytes.byteLength === 0) return { ...read, kind: 'empty' }
  if (decoded.undecoded === 'unknown' || decoded.undecoded === 'too large') return { ...read, kind: 'binary' }
  if (isBinary(mediaType, bytes)) return { ...read, kind: 'binary' }
  const text = decodedText(bytes, charset)
  const kind = decoded.undecoded === 'broken' ? 'binary' : kindOf(mediaType, text)
  return { ...read, kind, text, marked: isMarked(bytes) }
}

function contentType(headers: Headers): { mediaType: string; charset: string | undefined } {
  const value = headerOf(headers, 'content-type') ?? ''
  try {
    const type = new MIMEType(value)
    return { mediaType: type.essence, charset: type.params.get('charset') ?? undefined }
  } catch {
    return { mediaType: value.split(';', 1)[0]?.trim().toLowerCase() ?? '', charset: undefined }
  }
}

const textual = /^text\/|[/+](?:json|xml|javascript|x-javascript|ecmascript|x-www-form-urlencoded|csv|yaml)$/

/** Media types that are never read as text, even if the first bytes hold no zero. */
const never =
  /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|x-gzip|x-rar-compressed|msword|vnd\.(?:ms-|openxml).*)$/

function isBinary(mediaType: string, bytes: Uint8Array): boolean {
  if (textual.test(mediaType)) return false
  if (never.test(mediaType)) return true
  return bytes.subarray(0, 1024).includes(0)
}

function decodedText(bytes: Uint8Array, declared: string | undefined): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const charset = declared ?? charsetInside(buffer)
  if (charset !== undefined && iconv.encodingExists(charset)) return iconv.decode(buffer, charset)
  const utf8 = buffer.toString('utf8')
  // Old sites send Latin-1 without saying so: what is not UTF-8 is read as browsers read it.
  return utf8.includes('\ufffd') ? iconv.decode(buffer, 'windows-1252') : utf8
}

/** True when the bytes begin with the UTF-8 byte order mark. That of UTF-16 belongs to its charset and says how to read the text. */
function isMarked(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

function charsetInside(buffer: Buffer): string | undefined {
  if (isMarked(buffer)) return 'utf-8'
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return 'utf-16le'
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return 'utf-16be'
  const start = buffer.toString('latin1', 0, 1024)
  const xml = /^\s*<\?xml[^>]+encoding=["']([\w-]+)/i.exec(start)?.[1]
  return xml ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(start)?.[1]
}

function kindOf(mediaType: string, text: string): BodyKind {
  if (/[/+]json$|[/-](?:ndjson|jsonl|jsonlines|json-lines)$/.test(mediaType)) return 'json'
  if (/[/]csv$/.test(mediaType)) return 'csv'
  const start = text.trimStart().slice(0, 200)
  if (mediaType === 'application/xhtml+xml' || /^<(?:!doctype html|html)\b/i.test(start)) return 'html'
  if (/[/+]xml$/.test(mediaType) || start.startsWith('<?xml')) return 'xml'
  // PHP declares text/html for every script that sets no header of its own, even for JSON with a warning before it.
  if (mayHoldJson(start) && jsonDocument(text) !== undefined) return 'json'
  return mediaType === 'text/html' ? 'html' : 'text'
}

/** True when the text begins as JSON does, or as a PHP error message does. */
function mayHoldJson(start: string): boolean {
  return /^(?:[[{]|(?:<br ?\/?>\s*)?(?:<b>)?(?:PHP )?(?:Warning|Notice|Deprecated|Fatal error|Parse error)\b)/.test(
    start,
  )
}
