import { groupedBy } from '../../base/grouped.js'
import type { Pair } from '../../model/pair.js'
import type { Statement } from '../../model/statement.js'
import { digestOf } from '../../sql/digest.js'

/** The statements of one shape in one request, on both sides. */
export interface StatementGroup {
  readonly digest: string
  /** Text that ran most often. */
  readonly sql: string
  /** Number of times that text ran on the candidate. */
  readonly identical: number
  /** Number of executions on the candidate, and of different texts among them. */
  readonly executions: number
  readonly distinct: number
  /** Milliseconds of all executions, and of all but the first. */
  readonly candidateMs: number
  readonly repeatsMs: number
  /** Legacy's executions of the same shape; absent if no tap saw legacy's side. */
  readonly legacy?: { readonly executions: number; readonly ms: number }
}

/** Returns the candidate's statements by shape. */
export function statementGroups({ candidate, control }: Pair): readonly StatementGroup[] {
  const onLegacy = control?.attribution === 'exact' ? byDigest(control.statements) : undefined
  return [...byDigest(candidate.statements)].map(([digest, statements]) =>
    groupOf(digest, statements, onLegacy === undefined ? undefined : (onLegacy.get(digest) ?? [])),
  )
}

export function byDigest(statements: readonly Statement[]): Map<string, Statement[]> {
  return groupedBy(statements, ({ sql }) => digestOf(sql).digest)
}

function groupOf(
  digest: string,
  statements: readonly Statement[],
  onLegacy: readonly Statement[] | undefined,
): StatementGroup {
  const texts = new Map<string, number>()
  for (const { sql } of statements) texts.set(sql, (texts.get(sql) ?? 0) + 1)
  const [sql, identical] = [...texts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0])
  return {
    digest,
    sql,
    identical,
    executions: statements.length,
    distinct: texts.size,
    candidateMs: sumMs(statements),
    repeatsMs: sumMs(statements.slice(1)),
    ...(onLegacy === undefined ? {} : { legacy: { executions: onLegacy.length, ms: sumMs(onLegacy) } }),
  }
}

export function sumMs(statements: readonly { readonly ms: number }[]): number {
  return statements.reduce((sum, { ms }) => sum + ms, 0)
}
