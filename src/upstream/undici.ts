import type { Failure } from '../model/exchange.js'

/**
 * undici's callbacks for one exchange, in the interface that passes raw header fields. The newer interface parses them into an object
 * first, which costs each request 3 µs for nothing.
 */
export interface RawHandler {
  onConnect(abort: (error?: Error) => void): void
  onHeaders(status: number, raw: readonly Buffer[], resume: () => void, reason: string): boolean
  onData(chunk: Buffer): boolean
  onComplete(trailers: readonly (Buffer | string)[] | null): void
  onError(error: Error): void
}

/** Decodes header fields as Latin-1, which keeps each byte (RFC 9110 §5.5). */
export function latin1(raw: readonly (Buffer | string)[]): string[] {
  return raw.map((field) => (typeof field === 'string' ? field : field.toString('latin1')))
}

const byCode: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: { kind: 'refused', during: 'connect' },
  ENOTFOUND: { kind: 'refused', during: 'connect' },
  EHOSTUNREACH: { kind: 'refused', during: 'connect' },
  UND_ERR_CONNECT_TIMEOUT: { kind: 'timeout', during: 'connect' },
}

/** Classifies a transport's error. @param during state of the exchange when the error came. */
export function failureOf(error: unknown, during: 'headers' | 'body'): Failure {
  const { name = '', code = '' } = error as { name?: string; code?: string | number }
  const known = byCode[String(code)]
  if (known !== undefined) return known
  if (String(code).endsWith('_TIMEOUT') || code === 'ETIMEDOUT') return { kind: 'timeout', during }
  const unreadable =
    String(code).startsWith('HPE_') ||
    name === 'HTTPParserError' ||
    code === 'UND_ERR_HEADERS_OVERFLOW' ||
    (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && during === 'headers') // two different lengths, rather than a body that is too short
  return { kind: unreadable ? 'malformed' : 'reset', during }
}

/** True for an undici error that is none: a 304 may carry the length that its 200 would have (RFC 9110 §8.6), and undici misses the bytes. */
export function isLengthOfNothing(error: Error, status: number | undefined): boolean {
  return status === 304 && 'code' in error && error.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'
}
