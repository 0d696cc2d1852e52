import { isHopByHop, type Headers } from '../model/http.js'

/** Converts Node's flat list of names and values to pairs; order, case and repeats stay. */
export function headersFrom(raw: readonly string[]): Headers {
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([raw[index] ?? '', raw[index + 1] ?? ''])
  return headers
}

/**
 * Returns the flat list without hop-by-hop fields, which Node makes itself, and without those that `Connection` names.
 *
 * @param keeps called for hop-by-hop fields only, with the name in lower case; true if the field is to stay.
 */
export function endToEnd(raw: readonly string[], keeps?: (name: string) => boolean): string[] {
  const named = namedByConnection(raw)
  const kept: string[] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    if (isHopByHop(name) ? keeps?.(name) === true : named?.has(name) !== true)
      kept.push(raw[index] ?? '', raw[index + 1] ?? '')
  }
  return kept
}

/** Groups the values by name, at the place and in the case of each name's first appearance. */
export function grouped(raw: readonly string[]): [name: string, values: string[]][] {
  const groups = new Map<string, [string, string[]]>()
  for (const [name, value] of headersFrom(raw)) {
    const group = groups.get(name.toLowerCase())
    if (group === undefined) groups.set(name.toLowerCase(), [name, [value]])
    else group[1].push(value)
  }
  return [...groups.values()]
}

/** Converts to what Node's client takes: one value as a string, several as a list. */
export function byName(raw: readonly string[]): Record<string, string | string[]> {
  return Object.fromEntries(
    grouped(raw).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  )
}

/** Returns the fields that `Connection` names; undefined if it only says whether the connection stays open, the common case. */
function namedByConnection(raw: readonly string[]): Set<string> | undefined {
  let names: Set<string> | undefined
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? ''
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue
    for (const token of (raw[index + 1] ?? '').toLowerCase().split(',')) {
      const plain = token.trim()
      if (plain !== 'keep-alive' && plain !== 'close') (names ??= new Set()).add(plain)
    }
  }
  return names
}
