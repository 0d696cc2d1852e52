import { followLogs } from '../../tap/log/follow.js'
import type { AskLeg, PairSink } from '../../model/ports.js'

/**
 * Wraps the asking to pass on what live legacy logged before the candidate answered, so that it is known before their pair is judged.
 *
 * @param file live legacy's own error log.
 */
export async function hearingLegacysLog(ask: AskLeg, file: string | undefined, pairs: PairSink): Promise<AskLeg> {
  if (file === undefined) return ask
  const logs = await followLogs([file])
  return async (leg, request) => {
    const exchange = await ask(leg, request)
    if (leg !== 'candidate') return exchange
    const entries = await logs.collect(file).catch(() => []) // an unreadable log counts as an empty one
    if (entries.length > 0) pairs.legacyLogged(entries)
    return exchange
  }
}
