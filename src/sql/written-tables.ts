import { meaningfulTokens } from './lexer.js'
import { tablesOf } from './tables.js'

const writers = new Set('INSERT REPLACE UPDATE DELETE TRUNCATE LOAD CREATE ALTER DROP RENAME CALL'.split(' '))
/** Verbs whose statements may read other tables to fill the one that they name first. */
const fillsFirst = new Set(['INSERT', 'REPLACE', 'CREATE'])

/**
 * Returns the names of the tables that a statement writes, as `tablesOf` names them; empty if it only reads. An UPDATE or DELETE over
 * several tables counts as writing all of them: a table too many costs a comparison, one too few blames the candidate.
 */
export function writtenTablesOf(sql: string): ReadonlySet<string> {
  const verb = firstWordOf(sql)
  if (!writers.has(verb)) return nothing
  const [first, ...others] = tablesOf(sql)
  if (first === undefined) return nothing
  return new Set(fillsFirst.has(verb) ? [first] : [first, ...others])
}

const nothing: ReadonlySet<string> = new Set()

function firstWordOf(sql: string): string {
  for (const { kind, text } of meaningfulTokens(sql)) if (kind === 'word') return text.toUpperCase()
  return ''
}

/** Returns the names of the temporary tables that these statements make; nobody but their own connection sees them. */
export function temporaryTablesOf(statements: readonly { readonly sql: string }[]): ReadonlySet<string> {
  const making = statements.filter(({ sql }) => /^\s*CREATE\s+(?:\/\*.*?\*\/\s*)?TEMPORARY\s+TABLE\b/i.test(sql))
  return new Set(making.flatMap(({ sql }) => [...tablesOf(sql)].slice(0, 1)))
}
