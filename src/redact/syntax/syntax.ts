import { secrecyOf, type Secrecy } from '../secret-names.js'

/** A value that may be a secret, where it stands in a text. */
export interface Field {
  /** What its name says; never none. */
  readonly secrecy: Secrecy
  readonly start: number
  readonly end: number
  /** A bare number: text takes its place, in quotes, and JSON stays JSON. */
  readonly bare: boolean
}

/**
 * One way in which a name and its value are written. Only names are matched by expressions: a hostile value costs no more than its
 * length.
 */
export interface Syntax {
  /** Cheap, and false for most texts. */
  readonly fits: (text: string) => boolean
  /** Every field whose name may be that of a secret, in the order of the text. */
  readonly fields: (text: string) => Iterable<Field>
  /** What a value means. */
  readonly read: (value: string) => string
}

export type Span = Omit<Field, 'secrecy'>

/** Heads of fields, one after the other. @param head up to the value. @param values where they stand behind it. */
export function* fieldsBehind(
  text: string,
  head: RegExp,
  nameOf: (head: RegExpExecArray) => string,
  values: (at: number, head: RegExpExecArray) => readonly Span[],
): Generator<Field> {
  const search = new RegExp(head)
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    const secrecy = secrecyOf(nameOf(match))
    if (secrecy === 'none') continue
    for (const { start, end, bare } of values(search.lastIndex, match)) {
      yield { secrecy, start, end, bare }
      if (end > search.lastIndex) search.lastIndex = end
    }
  }
}

export function indexOrEnd(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from)
  return at === -1 ? text.length : at
}

/** Where a quoted text ends, a backslash before a quote or the quote twice aside; of one that was cut off: the end of the text. */
export function endOfQuoted(text: string, quote: string, start: number, doubled = false): number {
  for (let from = start; ;) {
    const end = indexOrEnd(text, quote, from)
    if (end === text.length) return end
    let backslashes = 0
    while (end - backslashes > start && text[end - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 1) from = end + 1
    else if (doubled && text[end + 1] === quote) from = end + 2
    else return end
  }
}

export function spanUntil(stop: RegExp, text: string, start: number): Span {
  stop.lastIndex = start
  return { start, end: stop.exec(text)?.index ?? text.length, bare: false }
}
