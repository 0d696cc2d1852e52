import Database from 'better-sqlite3'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import type { Lab } from '../../lab/src/lab.js'
import type { driveTraffic } from '../../lab/src/traffic/drive.js'
import { untilMirrored } from './mirrored.js'
import { sosie, startShadowProcess } from './shadow-process.js'

const builtTraffic: string = '../../lab/dist/traffic/drive.js'

/** Rounds of all of the boutique's journeys, 129 requests each, behind a shadow that mirrors writes. */
export async function recordSession(lab: Lab, recording: string, rounds: number): Promise<void> {
  const shadow = await startShadowProcess(['--config', lab.configFile, '--db', recording, '--mirror-writes'])
  const traffic = (await import(builtTraffic)) as { driveTraffic: typeof driveTraffic }
  for (let round = 0; round < rounds; round += 1) {
    await traffic.driveTraffic({ baseUrl: shadow.url, users: 4, rounds: 1 })
    await untilMirrored(shadow.admin)
  }
  shadow.child.kill('SIGINT')
  await shadow.ended
}

/** Exports the whole session. Gives back what its replay needs in the environment: the recording hid the back office's password. */
export async function exportSession(recording: string, scenario: string): Promise<Record<string, string>> {
  const { out } = await sosie(['export', '--db', recording, '--out', scenario, '--limit', '5000', '--force', '--json'])
  const { variables } = JSON.parse(out) as { variables: Record<string, string> }
  const value = (where: string): string => (where.includes('mot_de_passe') ? 'sesame' : 'x')
  return Object.fromEntries(Object.entries(variables).map(([name, where]) => [name, value(where)]))
}

/** What became of one request of a run. */
export interface RecordedVerdict {
  readonly request: string
  readonly verdict: string
}

/** Of a live run, in the order in which its requests came: an export has its exchanges in the same order. */
export function liveVerdicts(recording: string): RecordedVerdict[] {
  return read(
    recording,
    `SELECT method || ' ' || target AS request, verdict FROM
       (SELECT received_at, request_id, method, target, verdict FROM pair
        UNION ALL SELECT received_at, request_id, method, target, 'match' FROM settled) ORDER BY received_at, request_id`,
  ) as RecordedVerdict[]
}

/** Of a replay of one scenario, by the position of the exchange in it. */
export function replayedVerdicts(recording: string): RecordedVerdict[] {
  const rows = read(
    recording,
    `SELECT request_id AS id, method || ' ' || target AS request, verdict FROM pair
     UNION ALL SELECT request_id, method || ' ' || target, 'match' FROM settled`,
  ) as (RecordedVerdict & { id: string })[]
  const verdicts: RecordedVerdict[] = []
  for (const { id, request, verdict } of rows) verdicts[Number(id.split('.')[1])] = { request, verdict }
  return verdicts
}

export function read(recording: string, sql: string): unknown[] {
  const database = new Database(recording, { readonly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

/** What a session wrote into one database, with how often. */
export interface Written {
  readonly orders: readonly { readonly adresse: string; readonly articles: number; readonly n: number }[]
  readonly reviews: readonly { readonly texte: string; readonly n: number }[]
}

export async function writtenInto(database: string): Promise<Written> {
  const connection = await createConnection(database)
  try {
    const [orders] = await connection.query<(RowDataPacket & Written['orders'][number])[]>(
      'SELECT adresse, articles, COUNT(*) AS n FROM commandes GROUP BY adresse, articles ORDER BY adresse, articles',
    )
    const [reviews] = await connection.query<(RowDataPacket & Written['reviews'][number])[]>(
      'SELECT texte, COUNT(*) AS n FROM avis GROUP BY texte ORDER BY texte',
    )
    return { orders, reviews }
  } finally {
    await connection.end()
  }
}
