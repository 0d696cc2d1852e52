import type { DatabaseSession } from '../../probe/session.js'
import { tokensOf } from '../../sql/lexer.js'

/** Engines that can roll back a transaction. */
const transactional = "'InnoDB', 'ndbcluster', 'ROCKSDB', 'TokuDB'"
const ofTheServer = "'mysql', 'information_schema', 'performance_schema', 'sys'"

/** Lower-case names of tables and views, each with the reason why a write to it may not be undone. */
export type UnsafeTables = ReadonlyMap<string, string>

/**
 * Lists tables of engines without transactions, views (which may stand for such tables) and tables with triggers (which may write to
 * them). Names come without their database: refusing one table too many does less harm than one too few.
 */
export async function unsafeTables(side: string, session: DatabaseSession): Promise<UnsafeTables> {
  const tables = await session.rows(
    `SELECT TABLE_NAME AS name, COALESCE(ENGINE, 'view') AS engine FROM information_schema.TABLES
     WHERE TABLE_SCHEMA NOT IN (${ofTheServer}) AND (ENGINE IS NULL OR ENGINE NOT IN (${transactional}))`,
  )
  const triggers = await session.rows('SELECT EVENT_OBJECT_TABLE AS name FROM information_schema.TRIGGERS')
  const nameOf = (row: Readonly<Record<string, string | null>>): string => (row['name'] ?? '').toLowerCase()
  return new Map([
    ...tables.map((row) => [nameOf(row), whyOf(side, row['engine'] ?? '')] as const),
    ...triggers.map((row) => [nameOf(row), `has triggers on ${side}`] as const),
  ])
}

function whyOf(side: string, engine: string): string {
  return engine === 'view' ? `is a view on ${side}` : `is ${engine} on ${side}, which rolls nothing back`
}

/** Returns why a write cannot be undone; undefined when nothing speaks against it. */
export function whyNotUndone(sql: string, unsafe: UnsafeTables): string | undefined {
  if (unsafe.size === 0) return undefined
  for (const { kind, text } of tokensOf(sql)) {
    if (kind !== 'word' && kind !== 'quoted-name') continue
    const name = (kind === 'word' ? text : text.slice(1, -1)).toLowerCase()
    const why = unsafe.get(name)
    if (why !== undefined) return `\`${name}\` ${why}`
  }
  return undefined
}
