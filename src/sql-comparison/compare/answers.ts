import type { SqlDifferenceKind } from '../../model/sql-difference.js'
import type { ResultColumn, ServerWarning, StatementAnswer } from '../model.js'
import type { Undetermined } from '../../sql/undetermined.js'
import { typeName } from './column-types.js'
import { rowDifference } from './rows.js'

/** One disagreement between the two servers about one statement. */
export interface SqlDifference {
  readonly kind: SqlDifferenceKind
  /** A sentence that says what is different. */
  readonly detail: string
  /** Rows that show the difference; absent when it is not about rows. */
  readonly rows?: { readonly legacy: readonly Buffer[]; readonly candidate: readonly Buffer[] }
}

/** ER_WARN_DEPRECATED_SYNTAX and similar warnings: the candidate's advice for a later upgrade, not a change of behaviour. */
const deprecations = new Set([
  1287, 1681, 3090, 3129, 3130, 3135, 3536, 3554, 3576, 3695, 3704, 3719, 3720, 3724, 3761, 3778, 4079,
])

/** Compares two answers to a statement. @param undetermined Why the rows may differ without anything being wrong. */
export function sqlDifferences(
  sql: string,
  legacy: StatementAnswer,
  candidate: StatementAnswer,
  undetermined: Undetermined | undefined,
): SqlDifference[] {
  const failed = errorDifference(legacy, candidate)
  if (failed !== undefined) return [failed]
  if (legacy.error !== undefined) return []
  const columns = columnDifference(legacy.columns, candidate.columns)
  const comparable = legacy.columns.length === candidate.columns.length
  return [
    ...(columns === undefined ? [] : [columns]),
    ...(comparable ? typeDifferences(legacy.columns, candidate.columns) : []),
    ...(comparable ? rowDifferences(sql, legacy, candidate, undetermined) : []),
    ...affectedDifferences(legacy, candidate),
    ...warningDifferences(legacy.warnings, candidate.warnings),
  ]
}

function errorDifference(
  { error: before }: StatementAnswer,
  { error: after }: StatementAnswer,
): SqlDifference | undefined {
  if (before?.errno === after?.errno) return undefined
  if (before === undefined)
    return {
      kind: 'candidate-fails',
      detail: errorWords(after),
    }
  if (after === undefined) return { kind: 'legacy-fails', detail: errorWords(before) }
  return { kind: 'other-error', detail: `Error ${before.errno} became ${after.errno}.` }
}

const maxMessageLength = 200

function errorWords(error: StatementAnswer['error']): string {
  return `Error ${error?.errno ?? 0} (${error?.sqlState ?? ''}): ${error?.message.slice(0, maxMessageLength) ?? ''}`
}

function columnDifference(before: readonly ResultColumn[], after: readonly ResultColumn[]): SqlDifference | undefined {
  if (before.length !== after.length)
    return { kind: 'columns', detail: `${before.length} columns became ${after.length}.` }
  const at = before.findIndex(({ name }, index) => name !== after[index]?.name)
  if (at === -1) return undefined
  const [was, is] = [before[at]?.name ?? '', after[at]?.name ?? '']
  const letters = was.toLowerCase() === is.toLowerCase() ? ', other letters only' : ''
  return { kind: 'columns', detail: `Column ${at + 1} was called “${was}” and is called “${is}”${letters}.` }
}

function typeDifferences(before: readonly ResultColumn[], after: readonly ResultColumn[]): SqlDifference[] {
  const changed = before.flatMap((column, at) => {
    const other = after[at]
    if (other === undefined || typeName(column) === typeName(other)) return []
    return [`“${column.name}” was ${typeName(column)} and is ${typeName(other)}`]
  })
  return changed.length === 0 ? [] : [{ kind: 'types', detail: `${changed.slice(0, 5).join('; ')}.` }]
}

function rowDifferences(
  sql: string,
  legacy: StatementAnswer,
  candidate: StatementAnswer,
  undetermined: Undetermined | undefined,
): SqlDifference[] {
  const found = rowDifference(sql, legacy, candidate)
  if (found === undefined) return []
  const { kind, detail, ...rows } = found
  if (undetermined === undefined) return [{ kind, detail, rows }]
  return [{ kind: 'nondeterministic', detail: undeterminedWords[undetermined], rows }]
}

const undeterminedWords: Readonly<Record<Undetermined, string>> = {
  clock: 'The answer depends on the time at which it is asked.',
  random: 'The answer is random.',
  connection: 'The answer depends on who asks on which connection.',
  server: 'A server tells of itself here, and these are two.',
  writes: 'The answer depends on writes that were not repeated.',
}

function affectedDifferences(legacy: StatementAnswer, candidate: StatementAnswer): SqlDifference[] {
  if (legacy.affectedRows === candidate.affectedRows) return []
  return [{ kind: 'affected-rows', detail: `${legacy.affectedRows} affected rows became ${candidate.affectedRows}.` }]
}

function warningDifferences(before: readonly ServerWarning[], after: readonly ServerWarning[]): SqlDifference[] {
  const codes = (warnings: readonly ServerWarning[]): Set<number> => new Set(warnings.map(({ code }) => code))
  const [was, is] = [codes(before), codes(after)]
  const changed = [...was, ...is].filter((code) => was.has(code) !== is.has(code))
  if (changed.length === 0) return []
  const words = (set: ReadonlySet<number>): string =>
    set.size === 0 ? 'no warning' : `warning ${[...set].sort((a, b) => a - b).join(', ')}`
  const kind = changed.every((code) => deprecations.has(code)) ? 'deprecations' : 'warnings'
  return [{ kind, detail: `${words(was)} became ${words(is)}.` }]
}
