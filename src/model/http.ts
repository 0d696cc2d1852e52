/** Header fields as they came: in order, case kept, repeats kept (RFC 9110 §5.2 and §5.3). */
export type Headers = readonly (readonly [name: string, value: string])[]

/** The bytes of a body as far as they were kept. */
export interface Body {
  readonly bytes: Uint8Array
  /** Bytes on the wire, also when fewer were kept. */
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

export const noBody: Body = { bytes: new Uint8Array(0), size: 0, truncated: false }

/** The first value of a header, its name compared without case; undefined when absent. */
export function headerOf(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([candidate]) => candidate.toLowerCase() === wanted)?.[1]
}

/** All values of a header in order. */
export function headersOf(headers: Headers, name: string): string[] {
  const wanted = name.toLowerCase()
  return headers.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => value)
}

/** Safe methods: they ask, they do not change (RFC 9110 §9.2.1). TRACE is left out, no PHP site answers it. */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
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

/** Fields of one connection only: they end at each proxy (RFC 9110 §7.6.1). @param name in lower case. */
export function isHopByHop(name: string): boolean {
  return hopByHop.has(name)
}

/** Cookies that carry a session or a token: two stacks never share one. */
export function isSessionCookie(name: string): boolean {
  return /sess|^sid$|\.sid$|token|csrf|xsrf|remember|logged_in/i.test(name)
}
