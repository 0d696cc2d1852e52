import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import type { Exchange } from '../model/exchange.js'
import { isSafeMethod, type Request } from '../model/http.js'
import type { NotMirroredReason } from '../model/pair.js'
import { replayId } from '../model/replayed.js'
import type { AskLeg } from '../model/ports.js'
import { dueTimes, type Plan } from './plan.js'
import { recordedExchange, recordedResponse } from './recorded-answer.js'
import { offsetsOf, waitsFor } from './scenario/order.js'
import type { Scenario, ScenarioExchange } from './scenario/model.js'
import { roundsOf, type Round } from './session/round.js'
import type { LegSessionSources } from './session/leg-session.js'

/** What a replay hands to the mirror. */
export interface ReplayOffer {
  readonly request: Request
  readonly legacy: Exchange | 'legacy-first' | 'candidate-first'
  readonly diverged: boolean
  /** True for a request of a burst, or of a session that wrote. */
  readonly withoutControl: boolean
  readonly ended: () => void
}

export interface RunnerPorts {
  readonly offer: (offer: ReplayOffer) => void
  readonly arrived: () => void
  readonly notMirrored: (reason: NotMirroredReason) => void
  /** Returns milliseconds of a monotonic clock. */
  readonly now: () => number
  /** Resolves after `ms` milliseconds, or when the signal aborts; with 0, as soon as everything else had its turn. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** A leg answered an exchange of the scenario. */
  readonly answered: (exchange: ScenarioExchange, answer: Exchange) => void
}

/** A scenario with what it needs from its surroundings. */
export interface Replayable {
  readonly scenario: Scenario
  readonly sources: LegSessionSources
}

export interface Runner {
  /**
   * Wraps `ask` so that each leg is asked with its own cookies, tokens and ids. What is not part of the replay passes
   * as it is.
   */
  wrap(ask: AskLeg): AskLeg
  /** Replays everything; resolves when the last exchange has ended. */
  run(): Promise<void>
  /** Sends nothing more; what is under way ends. */
  stop(): void
  readonly progress: () => RunnerProgress
}

export interface RunnerProgress {
  /** Exchanges that were sent, or left out with a reason. */
  readonly done: number
  /** Exchanges of one round of every scenario, times the rounds; the same as `done` if the replay has a duration. */
  readonly planned: number
}

/** What is known of a request that is under way. */
interface UnderWay {
  readonly exchange: ScenarioExchange
  readonly round: Round
  readonly sources: LegSessionSources
  /** Which exchange of which scenario it is, from 0. */
  readonly position: { readonly scenario: number; readonly exchange: number }
}

export function createRunner(replayed: readonly Replayable[], plan: Plan, ports: RunnerPorts): Runner {
  const random = xoroshiro128plus(plan.seed)
  const underWay = new Map<string, UnderWay>()
  const exchangesOfRound = replayed.reduce((sum, { scenario }) => sum + scenario.exchanges.length, 0)
  const stopping = new AbortController()
  let done = 0
  let requests = 0

  const send = (sending: UnderWay, ofBurst: boolean): Promise<void> =>
    new Promise((resolve) => {
      requests += 1
      const { exchange, round, sources, position } = sending
      const id = replayId(requests, position.scenario, position.exchange)
      const own = round.visitOf('legacy', exchange.session)
      const request: Request = { id, method: exchange.method, receivedAt: Date.now(), ...own.request(exchange) }
      const legacy =
        plan.legacy === 'recorded' ? heard(recordedExchange(exchange, sources.sideFile), request, sending) : legFirst()
      if (exchange.writes) round.written.add(exchange.session)
      underWay.set(id, sending)
      const ended = (): void => {
        underWay.delete(id)
        resolve()
      }
      ports.arrived()
      const withoutControl = ofBurst || round.written.has(exchange.session)
      ports.offer({ request, legacy, diverged: round.diverged.has(exchange.session), withoutControl, ended })
    })

  /** Returns the answer, after its leg's session has learned from it. */
  const heard = (answer: Exchange, request: Request, { exchange, round, sources, position }: UnderWay): Exchange => {
    if (answer.response === undefined) return answer
    const own = round.visitOf(answer.leg, exchange.session)
    const recorded = recordedResponse(exchange, sources.sideFile)
    own.answered({ exchange, position: position.exchange, request, answer: answer.response, recorded })
    const made = own.made()
    return made.length === 0 ? answer : { ...answer, made }
  }

  const legFirst = (): 'legacy-first' | 'candidate-first' =>
    uniformInt(random, 0, 1) === 0 ? 'legacy-first' : 'candidate-first'

  const leaveOut = ({ exchange, round }: UnderWay): void => {
    round.diverged.add(exchange.session)
    ports.arrived()
    ports.notMirrored('unsafe-method')
  }

  const play = async (playing: UnderWay): Promise<void> => {
    const { exchange } = playing
    if (exchange.writes && plan.legacy === 'asked' && !plan.legacyWrites) leaveOut(playing)
    else {
      const copies = isSafeMethod(exchange.method) && !exchange.writes ? (exchange.burst ?? plan.burst) : 1
      if (copies === 1) await send(playing, false)
      else await Promise.all(Array.from({ length: copies }, () => send(playing, true)))
    }
    done += 1
  }

  const scripts = replayed.map(({ scenario, sources }) => ({
    exchanges: scenario.exchanges,
    sources,
    due: dueTimes(offsetsOf(scenario), plan.pace),
    waits: waitsFor(scenario),
    begin: roundsOf(scenario, sources),
  }))

  const playAll = async (script: (typeof scripts)[number], ordinal: number): Promise<void> => {
    const started = ports.now()
    const { exchanges, sources, due, waits } = script
    const round = script.begin()
    const played: Promise<void>[] = []
    const inTurn = async (exchange: ScenarioExchange, index: number): Promise<void> => {
      for (const before of waits[index] ?? []) await played[before]
      const early = (due[index] ?? 0) - (ports.now() - started)
      if (early > 0) await ports.wait(early, stopping.signal)
      if (!stopping.signal.aborted)
        await play({ exchange, round, sources, position: { scenario: ordinal, exchange: index } })
    }
    for (const [index, exchange] of exchanges.entries()) played.push(inTurn(exchange, index))
    await Promise.all(played)
  }

  return {
    wrap: (ask) => async (leg, request, options) => {
      const replaying = underWay.get(request.id)
      if (replaying === undefined) return ask(leg, request, options)
      const { exchange, round } = replaying
      const own = round.visitOf(leg, exchange.session)
      const sent = leg === 'legacy' ? request : { ...request, ...own.request(exchange) }
      const answer = heard(await ask(leg, sent, options), sent, replaying)
      ports.answered(exchange, answer)
      return answer
    },
    async run() {
      const started = ports.now()
      const inTime = (): boolean => plan.durationMs === undefined || ports.now() - started < plan.durationMs
      for (let loop = 0; loop < plan.loops && inTime() && !stopping.signal.aborted; loop += 1) {
        await Promise.all(scripts.map(playAll))
        // A round of only left-out writes does not wait for the network, but signals and progress need their turn.
        await ports.wait(0, stopping.signal)
      }
    },
    stop: () => stopping.abort(),
    progress: () => ({ done, planned: plan.durationMs === undefined ? exchangesOfRound * plan.loops : done }),
  }
}
