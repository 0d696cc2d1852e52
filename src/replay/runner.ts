import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import type { Exchange } from '../model/exchange.js'
import { isSafeMethod, type Request } from '../model/http.js'
import type { NotMirroredReason } from '../model/pair.js'
import type { AskLeg } from '../model/ports.js'
import { dueTimes, type Plan } from './plan.js'
import { recordedExchange, recordedResponse } from './recorded-answer.js'
import type { Scenario, ScenarioExchange } from './scenario/model.js'
import { sessionRound, type SessionRound } from './session/session-round.js'
import type { VisitSources } from './session/visit.js'

/** What a replay hands to the mirror. */
export interface ReplayOffer {
  readonly request: Request
  readonly legacy: Exchange | 'legacy-first' | 'candidate-first'
  readonly diverged: boolean
  readonly ended: () => void
}

export interface RunnerPorts {
  readonly offer: (offer: ReplayOffer) => void
  readonly arrived: () => void
  readonly notMirrored: (reason: NotMirroredReason) => void
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  /** Resolves after so many milliseconds, or when the signal comes. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** A leg answered an exchange of the scenario. */
  readonly answered: (exchange: ScenarioExchange, answer: Exchange) => void
}

/** A scenario with what it needs of its surroundings. */
export interface Replayable {
  readonly scenario: Scenario
  readonly sources: VisitSources
}

export interface Runner {
  /** As the mirror must ask each leg: with the cookies, tokens and ids of its own. What is no part of the replay passes as it is. */
  wrap(ask: AskLeg): AskLeg
  /** Replays everything; resolves when the last exchange ended. */
  run(): Promise<void>
  /** Nothing more is sent; what is under way ends. */
  stop(): void
  readonly progress: () => RunnerProgress
}

export interface RunnerProgress {
  /** Exchanges that were sent, or left out with a reason. */
  readonly done: number
  /** Exchanges of one round of every scenario, times the rounds. */
  readonly planned: number
}

/** What is known of a request that is under way. */
interface UnderWay {
  readonly exchange: ScenarioExchange
  readonly session: SessionRound
  readonly sources: VisitSources
}

export function createRunner(replayed: readonly Replayable[], plan: Plan, ports: RunnerPorts): Runner {
  const random = xoroshiro128plus(plan.seed)
  const underWay = new Map<string, UnderWay>()
  const exchangesOfRound = replayed.reduce((sum, { scenario }) => sum + scenario.exchanges.length, 0)
  const stopping = new AbortController()
  let done = 0
  let requests = 0

  const send = ({ exchange, session, sources }: UnderWay): Promise<void> =>
    new Promise((resolve) => {
      requests += 1
      const id = `replay-${requests}`
      const own = session.visitOf('legacy')
      const request: Request = { id, method: exchange.method, receivedAt: Date.now(), ...own.request(exchange) }
      const legacy = plan.legacy === 'recorded' ? recordedExchange(exchange, sources.sideFile) : legFirst()
      if (typeof legacy !== 'string' && legacy.response !== undefined)
        own.answered(exchange, legacy.response, legacy.response)
      underWay.set(id, { exchange, session, sources })
      const ended = (): void => {
        underWay.delete(id)
        resolve()
      }
      ports.arrived()
      ports.offer({ request, legacy, diverged: session.diverged, ended })
    })

  const legFirst = (): 'legacy-first' | 'candidate-first' =>
    uniformInt(random, 0, 1) === 0 ? 'legacy-first' : 'candidate-first'

  const leaveOut = (session: SessionRound): void => {
    session.diverged = true
    ports.arrived()
    ports.notMirrored('unsafe-method')
  }

  const play = async (playing: UnderWay): Promise<void> => {
    const { exchange, session } = playing
    if (exchange.writes && plan.legacy === 'asked' && !plan.legacyWrites) leaveOut(session)
    else {
      const copies = isSafeMethod(exchange.method) && !exchange.writes ? plan.burst : 1
      await Promise.all(Array.from({ length: copies }, () => send(playing)))
    }
    done += 1
  }

  const round = async ({ scenario, sources }: Replayable): Promise<void> => {
    const started = ports.now()
    const due = dueTimes(
      scenario.exchanges.map(({ after }) => after),
      plan.pace,
    )
    const bySession = new Map<string, number[]>()
    for (const [index, { session }] of scenario.exchanges.entries())
      bySession.set(session, [...(bySession.get(session) ?? []), index])
    await Promise.all(
      [...bySession].map(async ([name, indexes]) => {
        const session = sessionRound(scenario, name, sources)
        for (const index of indexes) {
          const exchange = scenario.exchanges[index]
          const early = (due[index] ?? 0) - (ports.now() - started)
          if (early > 0) await ports.wait(early, stopping.signal)
          if (stopping.signal.aborted || exchange === undefined) return
          await play({ exchange, session, sources })
        }
      }),
    )
  }

  return {
    wrap: (ask) => async (leg, request, options) => {
      const replaying = underWay.get(request.id)
      if (replaying === undefined) return ask(leg, request, options)
      const { exchange, session, sources } = replaying
      const own = session.visitOf(leg)
      const answer = await ask(leg, leg === 'legacy' ? request : { ...request, ...own.request(exchange) }, options)
      if (answer.response !== undefined)
        own.answered(exchange, answer.response, recordedResponse(exchange, sources.sideFile))
      ports.answered(exchange, answer)
      return answer
    },
    async run() {
      const started = ports.now()
      const inTime = (): boolean => plan.durationMs === undefined || ports.now() - started < plan.durationMs
      for (let loop = 0; loop < plan.loops && inTime() && !stopping.signal.aborted; loop += 1) {
        await Promise.all(replayed.map(round))
        // A round of nothing but left-out writes waits for no network: signals and progress need their turn.
        await ports.wait(0, stopping.signal)
      }
    },
    stop: () => stopping.abort(),
    progress: () => ({ done, planned: plan.durationMs === undefined ? exchangesOfRound * plan.loops : done }),
  }
}
