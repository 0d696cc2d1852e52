import { answerOf } from '../compare.js'
import type { Answer } from '../comparator.js'
import type { Exchange } from '../../model/exchange.js'
import type { Pair } from '../../model/pair.js'
import type { Statement } from '../../model/statement.js'
import { noLegacysLog, type LegacysLog } from '../../php/legacys-log.js'
import { bareErrorIn, errorAmong, type PhpError } from '../../php/php-error.js'
import type { PhpDiagnostic } from '../../php/diagnostic.js'
import { readLog } from '../../php/log-words.js'
import { printedIn, type Printed } from '../../php/printed.js'

/** The legs that a pair may have. */
export type PairLeg = 'legacy' | 'candidate' | 'control'

/** An error that ended the script, and who told of it. */
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
  /** What PHP wrote to the leg's error log for this request; empty where no log is followed. */
  logged(leg: PairLeg): readonly PhpDiagnostic[]
  /** What PHP printed into the leg's page. */
  printed(leg: PairLeg): readonly Printed[]
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
  const logged = remembered((leg: PairLeg): readonly PhpDiagnostic[] => readLog(of(leg)?.log ?? []))
  const printed = remembered((leg: PairLeg): readonly Printed[] => printedIn(text(leg)))
  const uncaught = remembered((leg: PairLeg): ToldError | undefined => {
    const inLog = errorAmong(logged(leg)) ?? bareErrorIn((of(leg)?.log ?? []).join('\n'))
    if (inLog !== undefined) return { error: inLog, toldBy: 'log' }
    const inPage = errorAmong(printed(leg).map(({ diagnostic }) => diagnostic)) ?? bareErrorIn(text(leg))
    return inPage === undefined ? undefined : { error: inPage, toldBy: 'page' }
  })
  const refused = (leg: PairLeg): readonly Statement[] =>
    of(leg)?.statements.filter(({ error }) => error !== undefined) ?? []
  return { ...pair, answer, text, logged, printed, uncaught, refused, legacysLog }
}

/** Asks once for each leg. */
function remembered<Result>(ask: (leg: PairLeg) => Result): (leg: PairLeg) => Result {
  const known = new Map<PairLeg, Result>()
  return (leg) => {
    if (!known.has(leg)) known.set(leg, ask(leg))
    return known.get(leg) as Result
  }
}
