import { digestOf } from '../../sql/digest.js'
import type { ExampleSql, ReportedStatement } from '../../model/report.js'
import type { Recording } from './open.js'

/** Maximum number of statements of one side that a report holds, and of characters of each. */
const maxStatements = 1000
const maxSqlLength = 2000

interface StatementRow {
  leg: string
  sql: string
  started_ms: number | null
  ms: number
  rows: number
  affected: number
  warnings: number
  errno: number | null
}

/** Reads what both sides ran for a pair; nothing if no tap saw it, or if it was not kept for this pair. */
export function readStatements(recording: Recording, pairId: number): { readonly sql?: ExampleSql } {
  const seen = recording
    .prepare("SELECT leg FROM exchange WHERE pair_id = ? AND attribution = 'exact'")
    .pluck()
    .all(pairId) as string[]
  const rows = recording
    .prepare(
      `SELECT s.leg, t.sql, s.started_ms, s.ms, s.rows, s.affected, s.warnings, s.errno
       FROM statement s JOIN statement_text t ON t.hash = s.text WHERE s.pair_id = ? ORDER BY s.leg, s.ordinal`,
    )
    .all(pairId) as StatementRow[]
  if (rows.length === 0) return {}
  const of = (leg: string): StatementRow[] | null => (seen.includes(leg) ? rows.filter((row) => row.leg === leg) : null)
  const [legacy, control, candidate] = [of('legacy'), of('control'), of('candidate')]
  const onLegacy = legacy ?? control
  return {
    sql: {
      seenOn: legacy === null && control !== null ? 'control' : 'legacy',
      legacy: onLegacy?.slice(0, maxStatements).map(reported) ?? null,
      candidate: candidate?.slice(0, maxStatements).map(reported) ?? null,
      leftOut: { legacy: beyond(onLegacy), candidate: beyond(candidate) },
    },
  }
}

function beyond(rows: readonly StatementRow[] | null): number {
  return Math.max(0, (rows?.length ?? 0) - maxStatements)
}

function reported({ sql, started_ms, ms, rows, affected, warnings, errno }: StatementRow): ReportedStatement {
  return {
    sql: sql.slice(0, maxSqlLength),
    digest: digestOf(sql).digest,
    startMs: started_ms === null ? null : rounded(started_ms),
    ms: rounded(ms),
    rows,
    affected,
    warnings,
    errno,
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
