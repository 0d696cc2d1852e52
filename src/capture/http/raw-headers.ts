import { isHopByHop, type Headers } from '../../model/http.js'

/** Node's flat list of names and values as pairs: order, case and repeats as they came. */
export function headersFrom(raw: readonly string[]): Headers {
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([raw[index] ?? '', raw[index + 1] ?? ''])
  return headers
}

/** The same flat list without hop-by-hop fields, which Node makes its own of, and without those that `Connection` names as such. */
export function endToEnd(raw: readonly string[]): string[] {
  const named = namedByConnection(raw)
  const kept: string[] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    if (!isHopByHop(name) && !named.has(name)) kept.push(raw[index] ?? '', raw[index + 1] ?? '')
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
