import { secrecyOf } from '../secret-names.js'
import { indexOrEnd, type Span, type Syntax } from './syntax.js'

/** A first line of cells with one separator, which may be the names of the columns. */
const header =
  /^\uFEFF?(?:"[^"\r\n]{0,80}"|[^"\r\n,;\t|]{0,80})(?:([,;\t|])(?:"[^"\r\n]{0,80}"|[^"\r\n,;\t|]{0,80}))(?:\1(?:"[^"\r\n]{0,80}"|[^"\r\n,;\t|]{0,80})){0,200}(?:\r?\n)/

/** A table as text whose first line names its columns. */
export const csv: Syntax = {
  fits: (text) => /^[^\n]{1,4000}\n/.test(text) && header.test(text),
  fields: function* (text) {
    const [line = '', separator = ','] = header.exec(text) ?? []
    const columns = [...cellsOf(line, 0, separator)].map(({ start, end }) => line.slice(start, end).trim())
    const named = columns.map((column) => (isName(column) ? secrecyOf(column) : 'none'))
    if (named.every((secrecy) => secrecy === 'none')) return
    for (let at = line.length; at < text.length;) {
      let column = 0
      for (const cell of cellsOf(text, at, separator)) {
        const secrecy = named[column] ?? 'none'
        if (secrecy !== 'none') yield { ...cell, secrecy }
        column += 1
        at = cell.end
      }
      at = indexOrEnd(text, '\n', at) + 1
    }
  },
  read: (value) => value.replaceAll('""', '"'),
}

function isName(column: string): boolean {
  return /^[\p{L}\d_.-]+(?: [\p{L}\d_.-]+){0,2}$/u.test(column)
}

/** Yields the cells up to the end of the line, without their quotes. */
function* cellsOf(text: string, from: number, separator: string): Generator<Span> {
  for (let at = from; ;) {
    const quoted = text[at] === '"'
    const start = quoted ? at + 1 : at
    const end = quoted ? endOfCell(text, start) : endOfBareCell(text, start, separator)
    yield { start, end, bare: false }
    at = quoted ? end + 1 : end
    if (text[at] !== separator) return
    at += 1
  }
}

function endOfCell(text: string, start: number): number {
  for (let from = start; ;) {
    const quote = indexOrEnd(text, '"', from)
    if (text[quote + 1] !== '"') return quote
    from = quote + 2
  }
}

function endOfBareCell(text: string, start: number, separator: string): number {
  for (let at = start; ; at += 1) {
    const character = text[at]
    if (character === undefined || character === separator || character === '\n' || character === '\r') return at
  }
}
