import type { Headers } from '../../model/http.js'

/** Fields of one connection only: they end at each proxy (RFC 9110 §7.6.1), and Node makes its own. */
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

/** Node's flat list of names and values as pairs: order, case and repeats as they came. */
export function headersFrom(raw: readonly string[]): Headers {
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([raw[index] ?? '', raw[index + 1] ?? ''])
  return headers
}

/** The same flat list without hop-by-hop fields, and without those that `Connection` names as such. */
export function endToEnd(raw: readonly string[]): string[] {
  const named = namedByConnection(raw)
  const kept: string[] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    if (!hopByHop.has(name) && !named.has(name)) kept.push(raw[index] ?? '', raw[index + 1] ?? '')
  }
  return kept
}

function namedByConnection(raw: readonly string[]): Set<string> {
  const names = new Set<string>()
  for (let index = 0; index + 1 < raw.length; index += 2) {
    if ((raw[index] ?? '').toLowerCase() !== 'connection') continue
    for (const name of (raw[index + 1] ?? '').split(',')) names.add(name.trim().toLowerCase())
  }
  return names
}
