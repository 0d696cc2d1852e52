import { ownRoots } from '../../compare/noise/roots.js'
import { keepable, ownHosts } from '../../config/legs.js'
import type { Config } from '../../config/schema.js'
import type { Prober } from '../../probe/prober.js'
import { nothingJudged, type Tally } from '../../model/tally.js'
import type { RecordingState } from '../../verifier/messages.js'
import type { ControlData } from '../../verifier/other-data.js'
import { startVerifier, type VerifierThread, type VerifierNews } from '../../verifier/host.js'
import type { ShadowEvents } from './events.js'
import type { MirrorStart } from './messages.js'

const verifierBacklog = { pairs: 5000, bytes: 128 * 1024 * 1024, settled: 100_000 }

/** Starts the verifier thread and has its questions answered by experiments. */
export async function startVerification(
  { config, run, redactionKey, driftedTables, before }: MirrorStart,
  prober: Prober,
  events: ShadowEvents,
  tapCostMs: number | undefined,
): Promise<{ verifier: VerifierThread; tally: () => Tally; recording: () => RecordingState }> {
  let tally = before?.tally ?? nothingJudged
  let recording = before?.recording ?? nothingLost
  const start = {
    file: config.db,
    run,
    config: keepable({ ...config, driftedTables }),
    driftedTables,
    thresholds: config.thresholds,
    hosts: ownHosts(config),
    roots: ownRoots(config),
    noiseRules: config.noise.rules,
    secretPatterns: config.redact.patterns,
    retention: config.retention,
    redactionKey,
    control: controlData(config),
    ...(config.legacy.log === undefined ? {} : { legacysLog: 'followed' as const }),
    again: before !== undefined,
    ...(tapCostMs === undefined ? {} : { tapCostMs }),
  }
  const told = (message: VerifierNews): void => {
    if (message.type === 'judged') {
      tally = message.tally
      recording = message.recording
    } else if (message.type === 'finding') events.finding(message.finding)
    else if (message.type === 'fault') events.fault(message.message)
    else if (message.type === 'notice') events.notice(message.notice)
    else {
      const { question, request, route } = message
      prober.ask(question, request, route, (experiment) => verifier.measured(question, experiment))
    }
  }
  const died = (error: Error, again: boolean): void => {
    const next = again ? 'it is restarted' : 'nothing is compared any more'
    events.fault(`The verifier died: ${error.message}. Users are served; ${next}.`)
  }
  const verifier: VerifierThread = await startVerifier(start, verifierBacklog, { told, died })
  if (before !== undefined) verifier.owed(before.counts.mirrored)
  return { verifier, tally: () => tally, recording: () => recording }
}

function controlData({ control }: Config): ControlData {
  if (control === undefined) return 'absent'
  return control.copy === true ? 'on-a-copy' : 'on-legacy'
}

export const nothingLost: RecordingState = { failing: false, lost: 0 }
