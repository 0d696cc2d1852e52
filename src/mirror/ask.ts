import type { Exchange, LegName } from '../model/exchange.js'
import type { Request } from '../model/http.js'
import type { AskLeg, LogSource, StatementSource } from '../model/ports.js'
import type { StatementsOfRequest } from '../model/statement.js'
import { lanePool, type Lane, type LanePool } from './lanes.js'
import { legClient, type AskLimits, type LegClient } from './leg-client.js'
import type { UpstreamTls } from '../upstream/tls.js'
import { headersForLeg, type LegHeaders, type Sent } from './translate.js'

/** A mirrored leg: lanes of its own, or a plain URL that takes several requests at once. */
export interface MirroredLeg {
  readonly lanes: readonly Lane[]
  readonly tls: UpstreamTls
}

export interface Asking {
  readonly ask: AskLeg
  /** Returns how many requests the leg takes at once; 0 if there is no such leg. */
  readonly lanesOf: (leg: LegName) => number
  /** Ends what is under way, and what is asked until `resume`, with the failure `shutdown`. */
  readonly giveUp: () => void
  readonly resume: () => void
  readonly close: () => Promise<void>
}

const nothingSeen: StatementsOfRequest = { statements: [], attribution: 'none' }

/**
 * Sends each mirrored request on a lane that serves no other at the time. Returns what the leg did, with the statements
 * and log lines of that lane: they belong to the request by construction.
 */
export function askLegs(
  legs: Readonly<Partial<Record<LegName, MirroredLeg>>>,
  sources: { readonly statements: StatementSource; readonly logs: LogSource },
  limits: AskLimits,
  sent: Sent,
): Asking {
  const pools = new Map<LegName, LanePool>()
  const clients = new Map<string, LegClient>()
  const translated = new Map<LegName, LegHeaders>()
  /** Legs that are seen over HTTP only: there is no lane to hold, and only the dispatcher's budget limits them. */
  const plainLanes = new Map<LegName, Lane>()
  for (const [name, { lanes, tls }] of Object.entries(legs)) {
    const leg = name as LegName
    pools.set(leg, lanePool(lanes))
    translated.set(leg, headersForLeg(leg, sent))
    const [first] = lanes
    if (first !== undefined && lanes.every((lane) => isPlain(lane) && lane.origin.origin === first.origin.origin)) {
      plainLanes.set(leg, first)
    }
    for (const { origin } of lanes) {
      if (!clients.has(origin.origin)) clients.set(origin.origin, legClient(origin, tls, limits))
    }
  }

  /**
   * Lanes whose last request failed: its worker may still be running, so statements seen since are not certain to
   * belong to the next request.
   */
  const abandoned = new Set<Lane>()

  const send = (lane: Lane, leg: LegName, request: Request): Promise<Exchange> => {
    const client = clients.get(lane.origin.origin)
    const headersOf = translated.get(leg)
    if (client === undefined || headersOf === undefined) return Promise.resolve(absent(leg))
    const asked = {
      method: request.method,
      target: request.target,
      headers: headersOf(request),
      body: request.body.bytes.byteLength === 0 ? null : request.body.bytes,
    }
    return client.send(asked).then((answer) => Object.assign(answer, { leg, ...nothingSeen }))
  }

  const askLane = async (lane: Lane, leg: LegName, request: Request, sessionStatement?: string): Promise<Exchange> => {
    const { tap, log } = lane
    if (sessionStatement !== undefined && tap !== undefined) {
      await sources.statements.setSessionStatement(tap, sessionStatement)
    }
    try {
      const exchange = await send(lane, leg, request)
      const collected = tap === undefined ? nothingSeen : await sources.statements.collect(tap)
      const seen = abandoned.delete(lane) ? { ...collected, attribution: 'ambiguous' as const } : collected
      if (exchange.failure !== undefined && tap !== undefined) abandoned.add(lane)
      // A log that cannot be read says nothing, which is not the same as an empty log.
      const lines = log === undefined ? undefined : await sources.logs.collect(log).catch(() => undefined)
      return { ...exchange, ...seen, ...(lines === undefined ? {} : { log: lines }) }
    } finally {
      if (sessionStatement !== undefined && tap !== undefined) {
        await sources.statements.setSessionStatement(tap, undefined)
      }
    }
  }

  return {
    ask: (leg, request, options) => {
      const plain = plainLanes.get(leg)
      if (plain !== undefined) return send(plain, leg, request)
      const pool = pools.get(leg)
      if (pool === undefined) return Promise.resolve(absent(leg))
      return pool.use((lane) => askLane(lane, leg, request, options?.sessionStatement))
    },
    lanesOf: (leg) => pools.get(leg)?.size ?? 0,
    giveUp() {
      for (const client of clients.values()) client.giveUp()
    },
    resume() {
      for (const client of clients.values()) client.resume()
    },
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.close()))
    },
  }
}

function isPlain({ tap, log }: Lane): boolean {
  return tap === undefined && log === undefined
}

function absent(leg: LegName): Exchange {
  return {
    leg,
    failure: { kind: 'refused', during: 'connect' },
    timing: { total: 0 },
    statements: [],
    attribution: 'none',
  }
}
