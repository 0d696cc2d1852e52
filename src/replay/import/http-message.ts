import type { Headers } from '../../model/http.js'

/** An HTTP/1 message as it was on the wire, but without chunked coding. */
export interface Message {
  /** The request line or the status line. */
  readonly line: string
  readonly headers: Headers
  readonly body: Buffer
  /** True if the body is shorter than the header fields say. */
  readonly cut: boolean
}

/** Parses a message; undefined for bytes that are none (RFC 9112 §2.1). */
export function messageOf(bytes: Buffer): Message | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  const [line = '', ...fields] = bytes.toString('latin1', 0, end === -1 ? bytes.length : end).split(/\r?\n/)
  if (!/^(?:[!-~]+ [!-~]+ HTTP\/\d(?:\.\d)?|HTTP\/\d(?:\.\d)? \d{3}(?: .*)?)$/.test(line)) return undefined
  const headers = fields.flatMap((field): Headers => {
    const colon = field.indexOf(':')
    return colon < 1 || !/^[\w!#$%&'*+.^`|~-]+$/.test(field.slice(0, colon))
      ? []
      : [[field.slice(0, colon), field.slice(colon + 1).trim()]]
  })
  const raw = end === -1 ? Buffer.alloc(0) : bytes.subarray(end + 4)
  const valueOf = (name: string): string | undefined => headers.find(([field]) => field.toLowerCase() === name)?.[1]
  if (/\bchunked\b/i.test(valueOf('transfer-encoding') ?? '')) return { line, headers, ...withoutChunks(raw) }
  const length = Number(valueOf('content-length') ?? raw.length)
  return { line, headers, body: raw.subarray(0, length), cut: end === -1 || raw.length < length }
}

/** Undoes the chunked coding (RFC 9112 §7.1). */
function withoutChunks(raw: Buffer): { readonly body: Buffer; readonly cut: boolean } {
  const chunks: Buffer[] = []
  for (let at = 0; ;) {
    const end = raw.indexOf('\r\n', at)
    const size = end === -1 ? NaN : parseInt(raw.toString('latin1', at, Math.min(end, at + 16)), 16)
    if (size === 0) return { body: Buffer.concat(chunks), cut: false }
    const next = end + 2 + size
    if (Number.isNaN(size) || size < 0 || next > raw.length) return { body: Buffer.concat(chunks), cut: true }
    chunks.push(raw.subarray(end + 2, next))
    at = next + 2
  }
}
