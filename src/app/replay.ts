import { randomBytes } from 'node:crypto'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { tlsOf } from '../config/files.js'
import { withoutCredentials } from '../config/legs.js'
import type { Config, LegConfig } from '../config/schema.js'
import { causesVersion } from '../knowledge/registry.js'
import type { GateContext } from '../diagnose/gate/gate.js'
import { SosieError } from '../base/errors.js'
import { liveRequestCounts } from '../mirror/request-counts.js'
import { openQueueRoom } from '../mirror/queue-room.js'
import type { Exchange } from '../model/exchange.js'
import type { RunReport } from '../model/report.js'
import { recordedAnswers, type Run, type RunNote } from '../model/run.js'
import { storeAt } from '../store/stores.js'
import { defaultKeyFile, redactionKey } from '../store/redaction-key.js'
import { seenAnswers } from '../replay/seen-answers.js'
import { unmetExpectations } from '../replay/expectations.js'
import type { Plan } from '../replay/plan.js'
import { createRunner, type RunnerProgress } from '../replay/runner.js'
import type { ScenarioExchange } from '../replay/scenario/model.js'
import { version } from '../base/version.js'
import { answers } from './admin.js'
import { assembleMirror } from './mirror-thread/assemble.js'
import type { ShadowEvents } from './mirror-thread/events.js'
import { stopPhases } from './mirror-thread/stop-phases.js'
import type { MirrorThreadState } from './mirror-thread/messages.js'
import { reportOf } from './recordings.js'
import type { PlacedReplayable } from './replayables.js'

/** A replay in progress. */
export interface Replay {
  readonly run: Run
  readonly state: () => ReplayState
  /** Resolves when everything was replayed, judged and written. @param gate rules and decisions to apply to the run. */
  ended(gate: GateContext): Promise<RunReport>
  /** Sends nothing more; what was sent is still judged, and the report says that it is incomplete. */
  stop(): void
}

export interface ReplayState extends RunnerProgress {
  readonly tally: MirrorThreadState['tally']
}

/** Consecutive failures of the candidate after which the rest of a replay would wait in vain. */
const maxFailures = 20

/** Replays scenarios through the same mirror, verifier and recording as live traffic. */
export async function startReplay(
  config: Config,
  replayed: readonly PlacedReplayable[],
  plan: Plan,
  environment: NodeJS.ProcessEnv,
  events: ShadowEvents,
): Promise<Replay> {
  await reachable(config, plan)
  const run = newRun(config, plan)
  const { candidate, control, legacy } = await tlsOf(config)
  const requestCounts = liveRequestCounts()
  const seen = seenAnswers()
  const places = replayed.map(({ place }) => place)
  let failuresInARow = 0
  let ending: string | undefined

  const answered = (exchange: ScenarioExchange, answer: Exchange): void => {
    if (answer.leg !== 'candidate') return
    failuresInARow = answer.failure === undefined ? 0 : failuresInARow + 1
    if (failuresInARow >= maxFailures) end(`The candidate failed ${maxFailures} times in a row: the rest was left out.`)
    seen.note(exchange, answer)
  }
  const end = (why: string): void => {
    ending ??= why
    runner.stop()
  }
  const room = openQueueRoom()
  const runner = createRunner(replayed, plan, {
    offer: (offer) => {
      room.enter(0)
      mirror.dispatcher.offer(offer)
    },
    arrived: requestCounts.arrived,
    notMirrored: requestCounts.notMirrored,
    now: () => performance.now(),
    wait: (ms, signal) => (ms === 0 ? turn() : wait(ms, undefined, { signal }).catch(() => undefined)),
    answered,
  })
  const key = await redactionKey(config.redact.keyFile ?? defaultKeyFile(environment))
  const start = {
    config,
    run,
    tls: { candidate, control, legacy },
    driftedTables: [],
    redactionKey: key,
    room: room.memory,
  }
  const mirror = await assembleMirror(start, events, {
    asksLegacy: plan.legacy === 'asked',
    wrap: (ask) => runner.wrap(ask),
  })

  mirror.begin()

  const notesOn = ({ findings, routes }: RunReport): RunNote[] => {
    const unmet = replayed.flatMap(({ scenario }) =>
      unmetExpectations(scenario, { findings, routes, answersTo: (exchange) => seen.of(exchange) }),
    )
    return [
      ...unmet.map((sentence) => ({ kind: 'unmet', sentence }) as const),
      ...(failuresInARow >= maxFailures
        ? [{ kind: 'gone', sentence: 'The candidate stopped answering.' } as const]
        : []),
      ...(ending === undefined ? [] : [{ kind: 'partial', sentence: ending } as const]),
    ]
  }
  const replaying = (async (): Promise<void> => {
    const counting = setInterval(() => mirror.counts(requestCounts.counts()), 200)
    try {
      await runner.run()
    } finally {
      clearInterval(counting)
      await mirror.finish(requestCounts.counts(), stopPhases(Date.now(), config.shutdown.seconds, true))
    }
    const notes = notesOn(await reportOf(config.db, run.id))
    const editor = await storeAt(config.db).openEditor()
    try {
      await editor.keepScenarios(run.id, places)
      await editor.addNotes(run.id, notes)
    } finally {
      await editor.close()
    }
  })()
  return {
    run,
    state: () => ({ ...runner.progress(), tally: mirror.state().tally }),
    async ended(gateContext) {
      await replaying
      return reportOf(config.db, run.id, gateContext)
    },
    stop: () => end('It was cancelled before its end.'),
  }
}

/** Refuses to start, before anything is recorded, if a stack does not answer. */
async function reachable({ legacy, candidate, control }: Config, plan: Plan): Promise<void> {
  const wanted: readonly (readonly [leg: string, url: string])[] = [
    ['candidate', urlOf(candidate)],
    ...(plan.legacy === 'asked' ? [['legacy', legacy.url] as const] : []),
    ...(control === undefined ? [] : [['control', urlOf(control)] as const]),
  ]
  for (const [leg, url] of wanted) {
    if (await answers(url)) continue
    const text = `The ${leg} does not answer at ${withoutCredentials(url)}. Start it, or name another with --${leg}.`
    throw new SosieError('SOSIE_E_UNREACHABLE', text)
  }
}

function urlOf(leg: LegConfig): string {
  return leg.url ?? leg.lanes?.[0]?.url ?? ''
}

function newRun({ legacy, candidate, control }: Config, plan: Plan): Run {
  return {
    id: `${new Date().toISOString().slice(0, 19).replace(/[-:T]/g, '')}-${randomBytes(3).toString('hex')}`,
    kind: 'replay',
    startedAt: Date.now(),
    legs: {
      legacy: plan.legacy === 'recorded' ? recordedAnswers : withoutCredentials(legacy.url),
      candidate: withoutCredentials(urlOf(candidate)),
      ...(control === undefined ? {} : { control: withoutCredentials(urlOf(control)) }),
    },
    versions: { sosie: version, node: process.versions.node, causes: causesVersion },
  }
}
