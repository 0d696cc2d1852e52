import type { ExampleSql, ReportedStatement } from '../../src/model/report.js'
import { digestOf } from '../../src/sql/digest.js'

export function aReportedStatement(over: Partial<ReportedStatement> = {}): ReportedStatement {
  const sql = over.sql ?? 'SELECT 1'
  return {
    sql,
    digest: digestOf(sql).digest,
    startMs: null,
    ms: 1,
    rows: 1,
    affected: 0,
    warnings: 0,
    errno: null,
    ...over,
  }
}

/** One after the other, without a pause, each as long as its place says. */
export function aSequence(...texts: readonly (readonly [sql: string, ms: number])[]): ReportedStatement[] {
  let clock = 0
  return texts.map(([sql, ms]) => {
    const startMs = clock
    clock += ms
    return aReportedStatement({ sql, ms, startMs })
  })
}

export function anExampleSql(over: Partial<ExampleSql> = {}): ExampleSql {
  return { seenOn: 'control', legacy: [], candidate: [], leftOut: { legacy: 0, candidate: 0 }, ...over }
}
