import type { AskDatabase } from '../model/ports.js'
import type { Statement } from '../model/statement.js'
import { isSafeToRepeat } from '../sql/safe-to-repeat.js'

/** Statements with the times that a session of ours took for them, and a hash of the rows of each text. */
export interface Repeated {
  readonly statements: readonly Statement[]
  readonly hashes: ReadonlyMap<string, string>
}

/** Runs again what is safe to repeat and needs no bound values; the others are left out on every side. */
export async function repeatOn(session: AskDatabase, statements: readonly Statement[]): Promise<Repeated> {
  const repeated: Statement[] = []
  const hashes = new Map<string, string>()
  for (const statement of statements.filter(isRepeatable)) {
    const { ms, rowsHash } = await session.time(statement.sql)
    repeated.push({ ...statement, ms })
    hashes.set(statement.sql, rowsHash)
  }
  return { statements: repeated, hashes }
}

/** Part of these statements, 0 to 1, that the query cache answers: the server counts no SELECT for them. */
export async function statementsFromCache(session: AskDatabase, statements: readonly Statement[]): Promise<number> {
  const selects = statements.filter((statement) => isRepeatable(statement) && /^[\s(]*SELECT\b/i.test(statement.sql))
  const before = await executedBy(session)
  await repeatOn(session, selects)
  const executed = (await executedBy(session)) - before
  return selects.length === 0 ? 0 : Math.max(0, 1 - executed / selects.length)
}

async function executedBy(session: AskDatabase): Promise<number> {
  const [row] = await session.rows("SHOW SESSION STATUS LIKE 'Com_select'")
  return Number(row?.['Value'] ?? 0)
}

/** True for what reads, and says with its text alone what it reads. */
export function isRepeatable({ parameters, sql }: Statement): boolean {
  return parameters === undefined && isSafeToRepeat(sql)
}
