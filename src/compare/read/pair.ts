import type { Answer } from '../comparator.js'
import { readBody, type ReadBody } from './body.js'
import { statementGroups, type StatementGroup } from './statement-groups.js'
import type { Exchange } from '../../model/exchange.js'
import type { Pair } from '../../model/pair.js'
import type { Statement } from '../../model/statement.js'
import { noLegacysLog, type LegacysLog } from '../../php/legacys-log.js'
import { bareErrorIn, errorAmong, type PhpError } from '../../php/php-error.js'
import type { PhpDiagnostic } from '../../php/diagnostic.js'
import { readLog } from '../../php/log-words.js'
import { printedIn, type Printed } from '../../php/printed.js'

/** The legs that a pair may have. */
export const pairLegs = ['legacy', 'candidate', 'control'] as const
export type PairLeg = (typeof pairLegs)[number]

/** An error that ended the script, and where it was reported. */
export interface ToldError {
  readonly error: PhpError
  readonly toldBy: 'page' | 'log'
}

/** The parts of a pair that have a body. */
export type PairPart = 'request' | PairLeg

/** The bodies of a pair, each read once, on demand. */
export interface ReadBodies {
  /** Returns undefined if the leg gave no answer. */
  body(part: PairPart): ReadBody | undefined
}

/** A pair as comparing and diagnosing read it. */
export interface ReadPair extends Pair, ReadBodies {
  /** Returns undefined if the leg gave no answer. */
  answer(leg: PairLeg): Answer | undefined
  /** Returns the body as text; empty if there is none, if it is binary, or if it did not travel with the pair. */
  text(leg: PairLeg): string
  /** Returns what PHP wrote to the leg's error log for this request; empty if no log is followed. */
  logged(leg: PairLeg): readonly PhpDiagnostic[]
  /** Returns what PHP printed into the leg's page. */
  printed(leg: PairLeg): readonly Printed[]
  uncaught(leg: PairLeg): ToldError | undefined
  /** Returns the statements that the leg's server refused, in the order sent. */
  refused(leg: PairLeg): readonly Statement[]
  /** Returns the candidate's statements by shape, beside legacy's; computed once. */
  groups(): readonly StatementGroup[]
  readonly legacysLog: LegacysLog
}

export function readPair(pair: Pair, legacysLog = noLegacysLog): ReadPair {
  const of = (leg: PairLeg): Exchange | undefined => pair[leg]
  const body = remembered((part: PairPart): ReadBody | undefined => {
    const message = part === 'request' ? pair.request : of(part)?.response
    return message === undefined ? undefined : readBody(message)
  })
  const answer = remembered((leg: PairLeg): Answer | undefined => {
    const [response, read] = [of(leg)?.response, body(leg)]
    return response === undefined || read === undefined ? undefined : { response, body: read }
  })
  const text = (leg: PairLeg): string => body(leg)?.text ?? ''
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
  let known: readonly StatementGroup[] | undefined
  const groups = (): readonly StatementGroup[] => (known ??= statementGroups(pair))
  return { ...pair, groups, body, answer, text, logged, printed, uncaught, refused, legacysLog }
}

/** Remembers the result for each part. */
function remembered<Part extends PairPart, Result>(ask: (part: Part) => Result): (part: Part) => Result {
  const known = new Map<Part, Result>()
  return (part) => {
    if (!known.has(part)) known.set(part, ask(part))
    return known.get(part) as Result
  }
}
