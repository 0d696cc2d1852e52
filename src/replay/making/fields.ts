import { isSilentHeader } from '../../compare/comparators/headers.js'
import { isHopByHop, type Headers } from '../../model/http.js'
import { isPersonalHeader } from '../../redact/secret-names.js'
import type { FieldMap } from '../scenario/model.js'

/** Fields that are written once for a session, if its first request has them. */
export const fieldsOfSession: ReadonlySet<string> = new Set([
  ...['host', 'user-agent', 'accept', 'accept-language', 'authorization'],
])

/** Fields that the sender makes itself, or that only a browser's cache or a proxy needs: a replay wants whole answers. */
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

/** Returns the header fields of a request that matter to an answer, in order, with names in lower case. */
export function fieldsOfRequest(headers: Headers, writes: boolean): Headers {
  return headers.flatMap(([name, value]): Headers => {
    const lower = name.toLowerCase()
    if (leftOut.has(lower) || isHopByHop(lower) || isPersonalHeader(lower)) return []
    if (/^(?::|sec-|x-sosie-|cf-|x-amz)/.test(lower)) return []
    // Applications look at it to guard against forged requests, and hardly otherwise.
    return lower === 'referer' && !writes ? [] : [[lower, value]]
  })
}

/** Returns the header fields of an answer that a comparator looks at; the body is kept without its content coding. */
export function fieldsOfAnswer(headers: Headers): FieldMap {
  const kept = headers.map(([name, value]): [string, string] => [name.toLowerCase(), value])
  return fieldMap(kept.filter(([name]) => !/^:|^content-encoding$|^__proto__$/.test(name) && !isSilentHeader(name)))
}

/** Groups values by name; a list if a name occurs more than once. */
export function fieldMap(fields: Headers): FieldMap {
  const map = new Map<string, string[]>()
  for (const [name, value] of fields) map.set(name, [...(map.get(name) ?? []), value])
  return Object.fromEntries([...map].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]))
}
