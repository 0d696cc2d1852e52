import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { stringify } from 'yaml'
import type { SqlStacks } from './sql-stacks.js'

/** A sosie.yaml for the pools `live` and `new`, with live legacy's database tapped. */
export function liveTapConfig(
  { databases, folder, url }: SqlStacks,
  tapPort: number,
  over: { readonly tap?: object; readonly control?: object } = {},
): string {
  const { host, port } = databases.legacy
  const { tap: more = {}, ...legs } = over
  const tap = { listen: `127.0.0.1:${tapPort}`, target: `${host}:${port}`, match: 'process', ...more }
  const file = join(folder, `sosie-${Object.keys({ ...more, ...legs }).join('-')}.yaml`)
  writeFileSync(file, stringify({ legacy: { url: url('live'), tap }, candidate: { url: url('new') }, ...legs }))
  return file
}

export interface LegacyLeg {
  readonly target: string
  readonly attribution: string
  /** How many it was given. */
  readonly statements: number
}

/** What legacy is known to have asked its database, of each request whose pair was compared in full: all that a tap saw something of. */
export function legacyLegsOf(recording: string): LegacyLeg[] {
  const database = new Database(recording, { readonly: true })
  const legs = database
    .prepare(
      `SELECT p.target, e.attribution, e.statements FROM pair p JOIN exchange e ON e.pair_id = p.id AND e.leg = 'legacy'
       ORDER BY p.id`,
    )
    .all() as LegacyLeg[]
  database.close()
  return legs
}
