import { followLogs } from '../../tap/log/follow.js'
import type { AskLeg, PairSink } from '../../model/ports.js'

/**
 * The same asking; what live legacy logged until the candidate has answered is handed on, so that it is known before their pair is judged.
 *
 * @param file live legacy's own error log.
 */
export async function hearingLegacysLog(ask: AskLeg, file: string | undefined, pairs: PairSink): Promise<AskLeg> {
  if (file === undefined) return ask
  const logs = await followLogs([file])
  return async (leg, request) => {
    const exchange = await ask(leg, request)
    if (leg !== 'candidate') return exchange
    const entries = await logs.collect(file).catch(() => []) // what cannot be read is as silent as what is not there
    if (entries.length > 0) pairs.legacyLogged(entries)
    return exchange
  }
}
