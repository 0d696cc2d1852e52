import { readBody } from '../compare/read/body.js'
import type { Exchange } from '../model/exchange.js'
import type { ScenarioExchange } from './scenario/model.js'

/** What the candidate answered to an exchange, as far as a scenario can expect it. */
export interface AnswersSeen {
  readonly statuses: ReadonlySet<number>
  /** Texts of `expect.lacks` that an answer held. */
  readonly held: ReadonlySet<string>
  /** How requests without an answer failed. */
  readonly failures: ReadonlySet<string>
}

export interface SeenAnswers {
  note(exchange: ScenarioExchange, answer: Exchange): void
  /** Returns nothing seen for an exchange that was not sent. */
  of(exchange: ScenarioExchange): AnswersSeen
}

const nothingSeen: AnswersSeen = { statuses: new Set(), held: new Set(), failures: new Set() }

/** Keeps what expectations ask of the candidate's answers. Grows with the exchanges of a scenario, not with its rounds. */
export function seenAnswers(): SeenAnswers {
  const book = new Map<ScenarioExchange, { statuses: Set<number>; held: Set<string>; failures: Set<string> }>()
  return {
    note(exchange, { response, failure }) {
      const seen = book.get(exchange) ?? { statuses: new Set(), held: new Set(), failures: new Set() }
      book.set(exchange, seen)
      if (failure !== undefined) seen.failures.add(failure.kind)
      if (response === undefined) return
      seen.statuses.add(response.status)
      const lacks = exchange.expect?.lacks ?? []
      if (lacks.length === 0) return
      const { text } = readBody(response)
      for (const unwanted of lacks) if (text.includes(unwanted)) seen.held.add(unwanted)
    },
    of: (exchange) => book.get(exchange) ?? nothingSeen,
  }
}
