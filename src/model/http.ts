/** Header fields as received: order, case and repetitions are kept (RFC 9110 §5.2 and §5.3). */
export type Headers = readonly (readonly [name: string, value: string])[]

/** The bytes of a body, as far as they were kept. */
export interface Body {
  readonly bytes: Uint8Array
  /** Bytes on the wire, even when fewer were kept. */
  readonly size: number
  /** True when `bytes` holds less than `size`. */
  readonly truncated: boolean
}

export interface Request {
  /** Unique in its run; sent to mirrored legs as `X-Sosie-Id`. */
  readonly id: string
  readonly method: string
  /** Path and query as sent, never a whole URL. */
  readonly target: string
  readonly headers: Headers
  readonly body: Body
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}

export interface Response {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
  /** False when the leg stopped before the end of its body. */
  readonly complete: boolean
}

/** An answer without its body. */
export type AnswerHead = Pick<Response, 'status' | 'headers'>

export const noBody: Body = { bytes: new Uint8Array(0), size: 0, truncated: false }

/** Returns the first value of a header, ignoring the name's case; undefined when absent. */
export function headerOf(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([candidate]) => isNamed(candidate, wanted))?.[1]
}

/** Returns the Content-Type as it was sent. */
export function contentTypeOf(headers: Headers): string | undefined {
  return headerOf(headers, 'content-type')
}

/** Returns all values of a header in order. */
export function headersOf(headers: Headers, name: string): string[] {
  const wanted = name.toLowerCase()
  return headers.filter(([candidate]) => isNamed(candidate, wanted)).map(([, value]) => value)
}

/** Compares the length first, because most names differ in it. @param wanted in lower case. */
function isNamed(name: string, wanted: string): boolean {
  return name.length === wanted.length && name.toLowerCase() === wanted
}

/** True for safe methods, which change nothing (RFC 9110 §9.2.1). TRACE is left out because no PHP site answers it. */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

/** True for methods that have the same effect when sent twice (RFC 9110 §9.2.2). */
export function isIdempotent(method: string): boolean {
  return isSafeMethod(method) || method === 'TRACE' || method === 'PUT' || method === 'DELETE'
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** True for fields that apply to one connection only and end at each proxy (RFC 9110 §7.6.1). @param name in lower case. */
export function isHopByHop(name: string): boolean {
  return hopByHop.has(name)
}

/** True for cookies that carry a session or a token, which two stacks never share. */
export function isSessionCookie(name: string): boolean {
  return /sess|^sid$|\.sid$|token|csrf|xsrf|remember|logged_in/i.test(name)
}

/** Lengths of the relevant field names: most fields are ruled out by their length alone. */
const cacheFieldLengths = new Set(
  ['age', 'x-cache', 'x-varnish', 'cf-cache-status', 'x-cache-status'].map((name) => name.length),
)

/** True for an answer that an HTTP cache may have given: its time says nothing about the stack. */
export function isFromHttpCache(headers: Headers): boolean {
  return headers.some(([name, value]) => {
    if (!cacheFieldLengths.has(name.length)) return false
    switch (name.toLowerCase()) {
      case 'age': // RFC 9111 §5.1
        return true
      case 'x-cache':
      case 'cf-cache-status':
      case 'x-cache-status':
        return /\bhit\b|stale|revalidated/i.test(value)
      case 'x-varnish': // two numbers: this request, and the one whose answer was kept
        return /^\s*\d+\s+\d+/.test(value)
      default:
        return false
    }
  })
}
