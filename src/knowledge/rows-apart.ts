import type { ReadPair } from '../compare/read/pair.js'
import type { Exchange } from '../model/exchange.js'
import type { Statement } from '../model/statement.js'
import type { SqlDifferenceKind } from '../model/sql-difference.js'
import { rowOrderOf } from '../sql/row-order.js'
import { undeterminedBy } from '../sql/undetermined.js'

/** A statement that the two servers answered with other rows, or with the same rows in another order. */
export interface RowsApart {
  /** As the candidate's server answered it. */
  readonly statement: Statement
  readonly legacyRows: number
  readonly kind: Extract<SqlDifferenceKind, 'order' | 'order-of-groups' | 'order-undecided' | 'rows-at-limit' | 'rows'>
}

/**
 * Returns the statements whose rows differ between the servers, in the order in which the candidate ran them. Only reads that give the
 * same answer each time count, asked with the same text and character set.
 */
export function rowsApart(pair: ReadPair): RowsApart[] {
  const legacy = [pair.legacy, pair.control].find((leg) => leg?.attribution === 'exact' && leg.statements.length > 0)
  if (legacy === undefined || pair.candidate.attribution !== 'exact') return []
  const next = inTurn(legacy)
  return pair.candidate.statements.flatMap((statement) => {
    const before = next(statement.sql)
    const kind = before === undefined ? undefined : kindOf(before, statement)
    return kind === undefined || before === undefined ? [] : [{ statement, legacyRows: before.rows, kind }]
  })
}

/** True for kinds in which the same rows came in another order. */
export function isOrder({ kind }: Pick<RowsApart, 'kind'>): boolean {
  return kind !== 'rows' && kind !== 'rows-at-limit'
}

/** Returns a function that gives legacy's executions of a text one by one. */
function inTurn({ statements }: Exchange): (sql: string) => Statement | undefined {
  const left = new Map<string, Statement[]>()
  for (const statement of statements) left.set(statement.sql, [...(left.get(statement.sql) ?? []), statement])
  return (sql) => left.get(sql)?.shift()
}

function kindOf(before: Statement, after: Statement): RowsApart['kind'] | undefined {
  if (before.error !== undefined || after.error !== undefined || before.charset !== after.charset) return undefined
  const [one, other] = [before.rowsHash, after.rowsHash]
  const isHashed = one !== undefined && other !== undefined
  // Rows that are too long to be hashed on one side only are others.
  const isSame = isHashed ? one.ordered === other.ordered : one === other
  if (before.rows === after.rows && isSame) return undefined
  const undetermined = undeterminedBy(after.sql)
  if (undetermined !== undefined && undetermined !== 'server') return undefined
  const { keys, grouped, limited } = rowOrderOf(after.sql)
  if (isHashed && one.unordered === other.unordered) {
    if (keys !== undefined) return 'order-undecided'
    return grouped ? 'order-of-groups' : 'order'
  }
  if (!limited || before.rows !== after.rows) return 'rows'
  return grouped && keys === undefined ? 'order-of-groups' : 'rows-at-limit'
}
