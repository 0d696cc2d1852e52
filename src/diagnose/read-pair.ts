import { answerOf } from '../compare/compare.js'
import type { Answer } from '../compare/comparator.js'
import type { Exchange } from '../model/exchange.js'
import type { Pair } from '../model/pair.js'
import type { Statement } from '../model/statement.js'
import { noLegacysLog, type LegacysLog } from './legacys-log.js'
import { uncaughtErrorOf, type PhpError } from './php-error.js'

/** The legs that a pair may have. */
export type PairLeg = 'legacy' | 'candidate' | 'control'

/** An uncaught error, and who told of it. */
export interface ToldError {
  readonly error: PhpError
  readonly toldBy: 'page' | 'log'
}

/** A pair as comparing and diagnosing read it: content coding and charset of each body are undone once, when somebody asks. */
export interface ReadPair extends Pair {
  /** Absent where the leg gave no answer. */
  answer(leg: PairLeg): Answer | undefined
  /** The body as text; empty where there is none, where it is binary, and where it did not travel with the pair. */
  text(leg: PairLeg): string
  uncaught(leg: PairLeg): ToldError | undefined
  /** Statements that the leg's server refused, in the order sent. */
  refused(leg: PairLeg): readonly Statement[]
  readonly legacysLog: LegacysLog
}

export function readPair(pair: Pair, legacysLog = noLegacysLog): ReadPair {
  const of = (leg: PairLeg): Exchange | undefined => pair[leg]
  const answer = remembered((leg: PairLeg): Answer | undefined => {
    const response = of(leg)?.response
    return response === undefined ? undefined : answerOf(response)
  })
  const text = (leg: PairLeg): string => answer(leg)?.body.text ?? ''
  const uncaught = remembered((leg: PairLeg): ToldError | undefined => {
    const exchange = of(leg)
    return exchange === undefined ? undefined : uncaughtErrorOf(exchange, text(leg))
  })
  const refused = (leg: PairLeg): readonly Statement[] =>
    of(leg)?.statements.filter(({ error }) => error !== undefined) ?? []
  return { ...pair, answer, text, uncaught, refused, legacysLog }
}

/** Asks once for each leg. */
function remembered<Result>(ask: (leg: PairLeg) => Result): (leg: PairLeg) => Result {
  const known = new Map<PairLeg, Result>()
  return (leg) => {
    if (!known.has(leg)) known.set(leg, ask(leg))
    return known.get(leg) as Result
  }
}
