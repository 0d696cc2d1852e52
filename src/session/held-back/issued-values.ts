import { spellingsOf } from './spellings.js'

/** Minimum length: shorter values are everywhere and not secret. */
export const minIssuedLength = 6
/** Number of characters kept of a value and of its stretch: the beginning of a longer one tells it from all others. */
const kept = { value: 256, stretch: 64 }
/** Minimum length of a stretch of letters and digits; values without one are searched for one by one. */
const minStretchLength = 4
const maxOdd = 1000

/** Values that legacy gave its clients: what holds one of them must not reach another leg. */
export interface IssuedValues {
  readonly add: (value: string) => void
  /** Removes a value that is now known not to be secret. */
  readonly remove: (value: string) => void
  /**
   * True when one of the values stands in the text.
   * @param text all spellings of the text that is searched, see `spelledOut`.
   */
  readonly standIn: (text: string) => boolean
}

/** @param max number of values remembered; the oldest is forgotten first. */
export function issuedValues(max: number): IssuedValues {
  /** Values in the order in which they were last issued, each with its longest stretch of letters and digits. */
  const all = new Map<string, string>()
  /** Values by that stretch, so that a text is searched for all of them at once. */
  const byStretch = new Map<string, Set<string>>()
  const odd = new Set<string>()

  const forget = (value: string): void => {
    const stretch = all.get(value)
    if (stretch === undefined) return
    all.delete(value)
    odd.delete(value)
    const alike = byStretch.get(stretch)
    alike?.delete(value)
    if (alike?.size === 0) byStretch.delete(stretch)
  }

  const add = (whole: string): void => {
    const value = whole.slice(0, kept.value)
    forget(value)
    const stretch = longestStretch(whole)
    all.set(value, stretch)
    if (stretch.length < minStretchLength) odd.add(value)
    else byStretch.set(stretch, (byStretch.get(stretch) ?? new Set()).add(value))
    if (odd.size > maxOdd) forget(first(odd))
    if (all.size > max) forget(first(all.keys()))
  }

  return {
    add: (value) => spelled(value).forEach(add),
    remove: (value) => spelled(value).forEach((each) => forget(each.slice(0, kept.value))),
    standIn(text) {
      if (all.size === 0) return false
      for (const [stretch] of text.matchAll(stretches)) {
        const alike = stretch.length < minStretchLength ? undefined : byStretch.get(stretch.slice(0, kept.stretch))
        for (const value of alike ?? []) if (text.includes(value)) return true
      }
      for (const value of odd) if (text.includes(value)) return true
      return false
    },
  }
}

const stretches = /[A-Za-z0-9]+/g

/** Returns a value as it was sent and as pages show it. */
function spelled(value: string): string[] {
  return spellingsOf(value).filter((each) => each.length >= minIssuedLength)
}

function longestStretch(value: string): string {
  let longest = ''
  for (const [stretch] of value.matchAll(stretches)) if (stretch.length > longest.length) longest = stretch
  return longest.slice(0, kept.stretch)
}

function first(values: Iterable<string>): string {
  for (const value of values) return value
  return ''
}
