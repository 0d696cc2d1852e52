import { setTimeout as wait } from 'node:timers/promises'
import type { Taps } from '../tap/taps.js'
import { hostAndPort, namedLanes } from '../config/legs.js'
import type { Config } from '../config/schema.js'
import type { AskDatabase } from '../model/ports.js'
import { openDatabase } from '../probe/database.js'
import { tapCostMs } from '../probe/tap-cost.js'

/** Maximum milliseconds that a start waits for a database that does not answer. */
const patienceMs = 2000

/**
 * Measures what a tap of this leg adds to each statement, on its first tapped lane and before any request uses it. Undefined when it cannot
 * be known: no tap on TCP, no DSN, a database that may not be asked or does not answer.
 */
export async function measuredTapCost(
  leg: 'candidate' | 'control',
  config: Config,
  taps: Taps,
): Promise<number | undefined> {
  const side = leg === 'candidate' ? config.candidate : config.legacy
  const tapped = namedLanes(leg, config[leg]).find(({ config: { tap } }) => tap !== undefined)
  const listen = tapped?.config.tap?.listen
  if (side.database === undefined || side.probe === false || listen === undefined || listen.startsWith('/'))
    return undefined
  const through = new URL(side.database)
  const { host, port } = hostAndPort(listen)
  through.hostname = host.includes(':') ? `[${host}]` : host
  through.port = String(port)
  const measuring = measure(side.database, through.href).catch(() => undefined)
  const cost = await Promise.race([measuring, wait(patienceMs, undefined, { ref: false })])
  await taps.collect(tapped?.name ?? '') // discards our own statements, which belong to no request
  return cost
}

async function measure(past: string, through: string): Promise<number> {
  const options = { opening: [], statementMs: patienceMs }
  const sessions: AskDatabase[] = []
  try {
    for (const dsn of [through, past]) sessions.push(await openDatabase(dsn, options))
    const [tapped, direct] = sessions
    return tapped === undefined || direct === undefined ? Number.NaN : await tapCostMs(tapped, direct)
  } finally {
    await Promise.all(sessions.map((session) => session.close()))
  }
}
