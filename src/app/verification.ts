import { keepable, ownHosts } from '../config/legs.js'
import type { Config } from '../config/schema.js'
import type { Run } from '../model/run.js'
import type { Prober } from '../probe/prober.js'
import { defaultKeyFile, redactionKey } from '../record/redaction-key.js'
import type { Tally } from '../verifier/messages.js'
import { startVerifier, type Verifier, type VerifierNews } from '../verifier/verifier.js'
import type { ShadowEvents } from './behind.js'

const verifierBacklog = { pairs: 5000, bytes: 128 * 1024 * 1024, settled: 100_000 }

/** Starts the verifier thread, and lets its questions be answered by experiments. */
export async function startVerification(
  config: Config,
  run: Run,
  environment: NodeJS.ProcessEnv,
  prober: Prober,
  events: ShadowEvents,
): Promise<{ verifier: Verifier; tally: () => Tally }> {
  let tally = nothingJudged
  /** What threads judged that died since. */
  let before = nothingJudged
  const start = {
    file: config.db,
    run,
    config: keepable(config),
    thresholds: config.thresholds,
    hosts: ownHosts(config),
    secretPatterns: config.redact.patterns,
    retention: config.retention,
    redactionKey: await redactionKey(config.redact.keyFile ?? defaultKeyFile(environment)),
  }
  const told = (message: VerifierNews): void => {
    if (message.type === 'judged') tally = sumOf(before, message.tally)
    else if (message.type === 'finding') events.finding(message.finding)
    else if (message.type === 'fault') events.fault(message.message)
    else {
      const { question, request, route } = message
      prober.ask(question, request, route, (measurement) => verifier.measured(question, measurement))
    }
  }
  const died = (error: Error, again: boolean): void => {
    before = tally
    const next = again ? 'it is started anew' : 'nothing is compared any more'
    events.fault(`The verifier died: ${error.message}. Users are served; ${next}.`)
  }
  const verifier: Verifier = await startVerifier(start, verifierBacklog, { told, died })
  return { verifier, tally: () => tally }
}

const nothingJudged: Tally = { match: 0, noise: 0, mismatch: 0, incomparable: 0 }

function sumOf(one: Tally, other: Tally): Tally {
  return {
    match: one.match + other.match,
    noise: one.noise + other.noise,
    mismatch: one.mismatch + other.mismatch,
    incomparable: one.incomparable + other.incomparable,
  }
}
