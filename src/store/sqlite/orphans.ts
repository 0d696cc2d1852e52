import type { Recording } from './open.js'

/** Maximum number of orphans deleted in one transaction. */
const stepRows = 300

/** A kind of row that others refer to, and where they do. */
export interface OrphanKind {
  readonly table: string
  readonly key: string
  readonly references: readonly {
    readonly table: string
    readonly column: string
    readonly id: string
    readonly of: 'pair' | 'settled'
  }[]
}

export const orphanKinds: readonly OrphanKind[] = [
  {
    table: 'body',
    key: 'hash',
    references: [
      { table: 'pair', column: 'body_hash', id: 'id', of: 'pair' },
      { table: 'exchange', column: 'body_hash', id: 'pair_id', of: 'pair' },
    ],
  },
  {
    table: 'statement_text',
    key: 'hash',
    references: [{ table: 'statement', column: 'text', id: 'pair_id', of: 'pair' }],
  },
  {
    table: 'header_set',
    key: 'id',
    references: [{ table: 'settled', column: 'headers_id', id: 'id', of: 'settled' }],
  },
  {
    table: 'route',
    key: 'id',
    references: [
      { table: 'pair', column: 'route_id', id: 'id', of: 'pair' },
      { table: 'settled', column: 'route_id', id: 'id', of: 'settled' },
    ],
  },
]

/**
 * Deletes what nothing refers to any more. Looking for it takes long in a large recording, and is done without a lock;
 * then, in short transactions, only the pairs written since are asked whether they refer to it again.
 */
export function deleteOrphans(
  recording: Recording,
  { table, key, references }: OrphanKind,
  step: (work: () => void) => void,
): void {
  const last = (of: 'pair' | 'settled'): number =>
    Number(recording.prepare(`SELECT coalesce(max(id), 0) FROM ${of}`).pluck().get())
  const written = { pair: last('pair'), settled: last('settled') }
  const referred = references.map(
    ({ table: from, column }) => `SELECT ${column} FROM ${from} WHERE ${column} IS NOT NULL`,
  )
  const found = recording
    .prepare(`SELECT ${key} FROM ${table} WHERE ${key} NOT IN (${referred.join(' UNION ALL ')})`)
    .pluck()
    .all() as (Buffer | number)[]
  const again = references.map(({ table: from, column, id }) =>
    recording.prepare(`SELECT ${column} FROM ${from} WHERE ${id} > ? AND ${column} IS NOT NULL`).pluck(),
  )
  const remove = recording.prepare(`DELETE FROM ${table} WHERE ${key} = ?`)
  for (let at = 0; at < found.length; at += stepRows) {
    step(() => {
      const needed = new Set(
        references.flatMap(({ of }, index) => (again[index]?.all(written[of]) ?? []).map((value) => keyOf(value))),
      )
      for (const orphan of found.slice(at, at + stepRows)) if (!needed.has(keyOf(orphan))) remove.run(orphan)
    })
  }
}

function keyOf(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('latin1') : String(value)
}
