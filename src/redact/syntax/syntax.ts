import { secrecyOf, type Secrecy } from '../secret-names.js'

/** A value in a text that may be a secret. */
export interface Field {
  /** What the field's name says about the value; never `none`. */
  readonly secrecy: Secrecy
  readonly start: number
  readonly end: number
  /** True for a bare number: it is replaced by a string in quotes, so that JSON stays JSON. */
  readonly bare: boolean
}

/** One way to write a name and its value. Only names are matched by expressions, so that a hostile value costs no more than its length. */
export interface Syntax {
  /** Quick check that is false for most texts. */
  readonly fits: (text: string) => boolean
  /** Yields every field whose name may be that of a secret, in the order of the text. */
  readonly fields: (text: string) => Iterable<Field>
  /** Returns the meaning of a written value: without escapes. */
  readonly read: (value: string) => string
}

export type Span = Omit<Field, 'secrecy'>

/**
 * Yields the fields whose heads match, in order.
 * @param head matches up to the value.
 * @param values returns the spans of the values after a head.
 */
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

/**
 * Returns where a quoted text ends. A quote after a backslash does not end it, nor does a doubled one if `doubled` is set. If the text was
 * cut off, returns its end.
 */
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
