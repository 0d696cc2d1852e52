import { markStart } from '../model/marks.js'
import { searchOnce } from './search-once.js'
import { holdsSecret, type Secrecy } from './secret-names.js'
import { assignment } from './syntax/assignment.js'
import { csv } from './syntax/csv.js'
import { form } from './syntax/form.js'
import { json } from './syntax/json.js'
import { elements, namedElements } from './syntax/markup.js'
import { multipart } from './syntax/multipart.js'
import { accounts, insertedColumns } from './syntax/sql-columns.js'
import type { Syntax } from './syntax/syntax.js'

/** Narrower syntaxes first: what one took, no other takes again. */
const syntaxes: readonly Syntax[] = [
  multipart,
  csv,
  form,
  json,
  namedElements,
  elements,
  insertedColumns,
  accounts,
  assignment,
]

/** Replaces the values of secret fields anywhere in a text. `replace` receives the decoded value. */
export const replaceSecretFields = searchOnce((text, replace) =>
  syntaxes.reduce((clean, syntax) => (syntax.fits(clean) ? replaced(clean, syntax, replace) : clean), text),
)

function replaced(text: string, { fields, read }: Syntax, replace: (value: string) => string): string {
  let clean = ''
  let copied = 0
  for (const { secrecy, start, end, bare } of fields(text)) {
    if (start >= end || start < copied || text.startsWith(markStart, start)) continue
    const value = read(text.slice(start, end))
    if (value === '' || !holdsSecret(secrecy, value)) continue
    const hidden = replace(value)
    clean += text.slice(copied, start) + (bare ? `"${hidden}"` : hidden)
    copied = end
  }
  return copied === 0 ? text : clean + text.slice(copied)
}

/** Yields every value whose name may make it a secret, as it is written. */
export function* namedValues(text: string): Generator<{ readonly secrecy: Secrecy; readonly value: string }> {
  for (const { fits, fields } of syntaxes) {
    if (!fits(text)) continue
    for (const { secrecy, start, end } of fields(text)) yield { secrecy, value: text.slice(start, end) }
  }
}
