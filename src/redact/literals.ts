import type { Concealer } from './redact.js'

/** Texts to hide wherever they stand, by what is put in their place. None is shorter than `shortestLiteral`. */
export type Literals = ReadonlyMap<string, string>

/** Shorter values are not replaced where they stand in running text: `a=1` as a cookie would blank every 1 of a page. */
export const shortestLiteral = 6

/** Up to so many, the text is searched for each; with more, once for all. */
const few = 12

/** Secrets and their spellings: a quote is written otherwise in SQL, an ampersand in a page, a slash in PHP's JSON. */
export function literalsOf(secrets: Iterable<string>, conceal: Concealer): Literals {
  const spelled: [string, string][] = []
  for (const secret of secrets) {
    if (secret.length < shortestLiteral) continue
    const hidden = conceal(secret)
    for (const spelling of spellingsOf(secret)) spelled.push([spelling, hidden])
  }
  // The longest first, so that none hides in another.
  return new Map(spelled.sort(([one], [other]) => other.length - one.length))
}

export function withoutLiterals(literals: Literals): (text: string) => string {
  if (literals.size > few) return allAtOnce(literals)
  return (text) => {
    let clean = text
    for (const [literal, hidden] of literals)
      if (clean.includes(literal)) clean = clean.replaceAll(literal, () => hidden)
    return clean
  }
}

function spellingsOf(secret: string): Set<string> {
  const spellings = new Set([secret])
  if (!/[^\w.~-]/.test(secret)) return spellings
  const json = JSON.stringify(secret).slice(1, -1)
  spellings.add(json).add(json.replaceAll('/', '\\/'))
  spellings.add(json.replaceAll('/', '\\/').replace(/[\u0080-\uffff]/g, escapedInJson))
  spellings.add(secret.replace(/['"\\]/g, '\\$&')).add(secret.replaceAll("'", "''"))
  const url = encodedInUrl(secret)
  spellings.add(url).add(url.replaceAll('%20', '+'))
  const page = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  spellings.add(page).add(page.replaceAll('"', '&quot;').replaceAll("'", '&#039;'))
  return spellings
}

function escapedInJson(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function encodedInUrl(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    return text // half a surrogate pair
  }
}

/** In one pass, by the first characters: a list of a thousand tokens costs no more than a list of twenty. */
function allAtOnce(literals: Literals): (text: string) => string {
  const starts = new Uint8Array(1 << 16)
  const alike = new Map<string, number[]>()
  for (const literal of literals.keys()) {
    starts[markOf(literal, 0)] = 1
    const start = literal.slice(0, shortestLiteral)
    const lengths = alike.get(start) // the longest first, as in the map
    if (lengths === undefined) alike.set(start, [literal.length])
    else if (lengths.at(-1) !== literal.length) lengths.push(literal.length)
  }
  const literalAt = (text: string, at: number): string | undefined => {
    const lengths = alike.get(text.slice(at, at + shortestLiteral))
    const length = lengths?.find((each) => literals.has(text.slice(at, at + each)))
    return length === undefined ? undefined : text.slice(at, at + length)
  }
  return (text) => {
    let clean = ''
    let copied = 0
    for (let at = 0; at <= text.length - shortestLiteral; at += 1) {
      if (starts[markOf(text, at)] === 0) continue
      const found = literalAt(text, at)
      if (found === undefined) continue
      clean += text.slice(copied, at) + (literals.get(found) ?? '')
      copied = at + found.length
      at = copied - 1
    }
    return copied === 0 ? text : clean + text.slice(copied)
  }
}

/** A number for three of the first characters: tells nearly every place where nothing begins. */
function markOf(text: string, at: number): number {
  return (text.charCodeAt(at) * 31 + text.charCodeAt(at + 1) * 1009 + text.charCodeAt(at + 5) * 4099) & 0xffff
}
