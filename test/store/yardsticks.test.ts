import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import { openForWriting } from '../../src/store/sqlite/open.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-yardsticks-'))
const migrations = new URL('../../src/store/sqlite/migrations/', import.meta.url)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One run as it was recorded before yardsticks were. */
function anOlderRecording(file: string, candidateLane: object, pairs: readonly Record<string, string>[]): void {
  const recording = new Database(file)
  const files = readdirSync(migrations).sort()
  const older = files.slice(
    0,
    files.findIndex((name) => name.endsWith('-yardsticks.sql')),
  )
  for (const name of older) recording.exec(readFileSync(new URL(name, migrations), 'utf8'))
  recording.pragma('application_id = 0x536f7369')
  recording.pragma(`user_version = ${older.length}`)
  const config = JSON.stringify({ candidate: { lanes: [candidateLane] } })
  recording.prepare("INSERT INTO run VALUES ('r', 'shadow', 1, NULL, '{}', '{}', ?)").run(config)
  recording.exec("INSERT INTO route VALUES (1, 'GET /'); INSERT INTO header_set VALUES (1, x'00', '[]')")
  const pair = recording.prepare(
    "INSERT INTO pair (run_id, request_id, route_id, client, received_at, method, target, headers, verdict) VALUES ('r', 'x', 1, '', 1, 'GET', '/', '[]', 'match')",
  )
  const exchange = recording.prepare(
    `INSERT INTO exchange (pair_id, leg, total_ms, statements, statements_ms, attribution, from_cache) VALUES (?, ?, 9, 0, 0, ?, 0)`,
  )
  for (const legs of pairs) {
    const { lastInsertRowid } = pair.run()
    for (const [leg, attribution] of Object.entries(legs)) exchange.run(lastInsertRowid, leg, attribution)
  }
  const settled = recording.prepare(
    "INSERT INTO settled VALUES (NULL, 'r', 'y', 1, '', 1, 'GET', '/', 1, 200, 1, 5, 9, 5, 9, ?)",
  )
  for (const fromCache of [0, 1, 2]) settled.run(fromCache)
  recording.close()
}

const tap = { listen: '127.0.0.1:13401', target: '127.0.0.1:3306' }

test.each([
  ['is not tapped', { url: 'http://candidate' }, 'none', ['legacy', 'control', 'legacy'], ['legacy', null, null]],
  ['is tapped', { url: 'http://candidate', tap }, 'exact', [null, 'control', 'legacy'], [null, null, null]],
])('an older recording whose candidate %s says what each time is compared with', (name, lane, seen, pairs, settled) => {
  const file = join(folder, `${name}.sqlite`)
  anOlderRecording(file, lane, [
    { legacy: 'none', candidate: seen },
    { legacy: 'none', candidate: seen, control: seen },
    { legacy: seen, candidate: seen },
  ])
  const recording = openForWriting(file)
  const yardsticks = (table: string): unknown[] =>
    recording.prepare(`SELECT yardstick FROM ${table} ORDER BY id`).pluck().all()
  expect([yardsticks('pair'), yardsticks('settled')]).toEqual([pairs, settled])
  recording.close()
})
