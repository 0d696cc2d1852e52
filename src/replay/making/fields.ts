import { isSilentHeader } from '../../compare/comparators/headers.js'
import { isHopByHop, type Headers } from '../../model/http.js'
import { isPersonalHeader } from '../../redact/secret-names.js'
import type { FieldMap } from '../scenario/model.js'

/** Said once for a session, where its first request says them. */
export const fieldsOfSession: ReadonlySet<string> = new Set([
  ...['host', 'user-agent', 'accept', 'accept-language', 'authorization'],
])

/** What the sender makes itself, what only a browser's cache or a proxy needs: a replay wants whole answers. */
const leftOut = new Set([
  ...[
    'content-length',
    'accept-encoding',
    'cookie',
    'expect',
    'alt-used',
    'dnt',
    'upgrade-insecure-requests',
    'priority',
  ],
  ...['cache-control', 'pragma', 'if-none-match', 'if-modified-since', 'if-match', 'if-range', 'http2-settings'],
  ...['via', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-forwarded-server', '__proto__'],
])

/** Header fields of a request that matter to an answer, names in lower case, in order. */
export function fieldsOfRequest(headers: Headers, writes: boolean): Headers {
  return headers.flatMap(([name, value]): Headers => {
    const lower = name.toLowerCase()
    if (leftOut.has(lower) || isHopByHop(lower) || isPersonalHeader(lower)) return []
    if (/^(?::|sec-|x-sosie-|cf-|x-amz)/.test(lower)) return []
    // Applications look at it where they guard against forged requests, and hardly elsewhere.
    return lower === 'referer' && !writes ? [] : [[lower, value]]
  })
}

/** Header fields of an answer that a comparator looks at; the body is kept without its content coding. */
export function fieldsOfAnswer(headers: Headers): FieldMap {
  const kept = headers.map(([name, value]): [string, string] => [name.toLowerCase(), value])
  return fieldMap(kept.filter(([name]) => !/^:|^content-encoding$|^__proto__$/.test(name) && !isSilentHeader(name)))
}

/** By name, a list where a name stands more than once. */
export function fieldMap(fields: Headers): FieldMap {
  const map = new Map<string, string[]>()
  for (const [name, value] of fields) map.set(name, [...(map.get(name) ?? []), value])
  return Object.fromEntries([...map].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]))
}
