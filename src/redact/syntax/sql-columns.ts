import { secrecyOf, type Secrecy } from '../secret-names.js'
import { endOfQuoted, fieldsBehind, type Field, type Syntax } from './syntax.js'

/** Columns of an INSERT, up to its first row. */
const insert = /\b(?:INSERT|REPLACE)\b[^()'";]{1,200}\(([^()'"]{1,4000})\)\s{0,8}VALUES?\s{0,8}(?=\()/gi
const maxRows = 1000
/** Maximum number of times a text is read over: a row that never ends, written a thousand times, would cost its length each time. */
const readings = 4

/** `INSERT INTO users (login, password) VALUES ('ann', '…')`: a value is named by its position. */
export const insertedColumns: Syntax = {
  fits: (text) => /VALUES?\s{0,8}\(/i.test(text),
  fields: function* (text) {
    const search = new RegExp(insert)
    let left = readings * text.length
    for (let match = search.exec(text); match !== null; match = search.exec(text)) {
      const columns = (match[1] ?? '').split(',').map((column) => secrecyOf(column.trim()))
      if (columns.every((secrecy) => secrecy === 'none')) continue
      const end = yield* valuesOfRows(text, search.lastIndex, columns)
      left -= end - search.lastIndex
      // A row that was cut off may end anywhere, so the search goes on inside the rows until too much has been read twice.
      if (left < 0) search.lastIndex = end
    }
  },
  read: (value) => value.replaceAll("''", "'").replace(/\\(["'\\/])/g, '$1'),
}

/**
 * Yields the values of columns with a secret name.
 * @returns where the rows end.
 */
function* valuesOfRows(text: string, from: number, columns: readonly Secrecy[]): Generator<Field, number> {
  let [depth, column, rows] = [0, 0, 0]
  let at = from
  for (; at < text.length && rows < maxRows; at += 1) {
    const character = text[at]
    if (character === '(') depth += 1
    else if (character === ')') {
      depth -= 1
      if (depth === 0) [column, rows] = [0, rows + 1]
    } else if (character === ',' && depth === 1) column += 1
    else if (depth === 0 && character !== ',' && character?.trim() !== '') break
    else if (character === "'" || character === '"') {
      const end = endOfQuoted(text, character, at + 1, true)
      const secrecy = columns[column] ?? 'none'
      if (secrecy !== 'none') yield { secrecy, start: at + 1, end, bare: false }
      at = end
    }
  }
  return Math.min(at, text.length)
}

/** `IDENTIFIED BY '…'`, `SET PASSWORD = '…'`, `PASSWORD('…')`, and the key of AES_DECRYPT. */
export const accounts: Syntax = {
  fits: (text) => /PASSWORD|IDENTIFIED|CRYPT/i.test(text),
  fields: (text) =>
    fieldsBehind(
      text,
      /\b(?:IDENTIFIED\s{1,4}(?:WITH\s{1,4}[\w'"]{1,60}\s{1,4})?(?:BY|AS)(?:\s{1,4}PASSWORD)?|PASSWORD\b[^'"=();]{0,80}=|PASSWORD\s{0,4}\(|AES_(?:EN|DE)CRYPT\s{0,4}\([^()]{1,200},)\s{0,4}'/gi,
      () => 'password',
      (at) => [{ start: at, end: endOfQuoted(text, "'", at, true), bare: false }],
    ),
  read: (value) => value.replaceAll("''", "'").replace(/\\(["'\\/])/g, '$1'),
}
