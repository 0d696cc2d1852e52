import type { PassedBy } from '../../mirror/offer.js'
import type { LegacyStatements, PairSink } from '../../model/ports.js'
import { writtenTablesOf } from '../../sql/written-tables.js'

/**
 * Returns a function that reports what only legacy wrote, with the tables if live legacy is tapped. @param statements absent when it is not
 * tapped.
 */
export function unmirroredTo(pairs: PairSink, statements: LegacyStatements | undefined): (passed: PassedBy) => void {
  return ({ request, answer, wrote }) => {
    if (wrote === undefined) return
    const { id, body, receivedAt } = wrote
    void tablesWritten(id, statements).then((tables) =>
      pairs.unmirrored({ ...request, body, answer, receivedAt, tables }),
    )
  }
}

async function tablesWritten(id: string, live: LegacyStatements | undefined): Promise<readonly string[]> {
  const seen = await live?.of(id)
  const writes = seen?.statements.filter(({ affectedRows }) => affectedRows > 0) ?? []
  return [...new Set(writes.flatMap(({ sql }) => [...writtenTablesOf(sql)]))]
}
