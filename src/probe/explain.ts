import type { PlanStep } from '../knowledge/measurement.js'
import type { AskDatabase } from '../model/ports.js'

/** Explains a statement in the traditional rows, which every server since 5.6 gives when asked; MySQL 9's default is a tree. */
export async function explain(database: AskDatabase, sql: string): Promise<PlanStep[]> {
  const rows = await database.rows(`EXPLAIN FORMAT=TRADITIONAL ${sql}`)
  return rows.map((row) => ({
    table: row['table'] ?? '(no table)',
    access: row['type'] ?? 'none',
    key: row['key'] ?? null,
    rows: row['rows'] === undefined || row['rows'] === null ? null : Number(row['rows']),
    extra: row['Extra'] ?? '',
  }))
}
