import { digestOf } from '../sql/digest.js'
import type { PhpError } from '../php/php-error.js'
import { isSameLine } from '../php/place.js'
import type { ReadPair } from '../compare/read/pair.js'

/** Legacy, and control for it. */
const legacysLegs = ['legacy', 'control'] as const

const databaseErrors: readonly string[] = ['mysqli_sql_exception', 'PDOException']

/** True where legacy died of the same: thrown at the same place of the code, wherever the code lies. */
export function legacyDiesToo(pair: ReadPair, error: PhpError): boolean {
  if (pair.legacysLog.tellsOf(error)) return true
  // Before PHP 8.1 a refused statement threw nothing: what legacy logs of it is the server's message, in words of its own.
  if (databaseErrors.includes(error.type) && pair.legacysLog.quotes(error.message)) return true
  return legacysLegs.some((leg) => {
    const told = pair.uncaught(leg)
    return told !== undefined && isSameError(told.error, error)
  })
}

/** The wording of a message changes from PHP to PHP, and the folders from stack to stack; class and place do not. */
export function isSameError(one: PhpError, other: PhpError): boolean {
  return one.type === other.type && isSameLine(one, other)
}

/** True where legacy gave an error of its own in place of an answer. */
export function legacyFails({ legacy }: ReadPair): boolean {
  return (legacy.response?.status ?? 0) >= 500
}

/**
 * What legacy's server said to a statement of this digest, or its own log quotes. `unseen`: no tap saw legacy; `not-sent`: it was seen, and legacy sent no
 * such statement.
 */
export function legacysAnswerTo(
  digest: string,
  message: string,
  pair: ReadPair,
): 'refused' | 'taken' | 'not-sent' | 'unseen' {
  const legs = legacysLegs.flatMap((leg) => pair[leg] ?? [])
  const same = legs.flatMap(({ statements }) => statements.filter(({ sql }) => digestOf(sql).digest === digest))
  if (same.some(({ error }) => error !== undefined) || pair.legacysLog.quotes(message)) return 'refused'
  if (same.length > 0) return 'taken'
  return legs.some(({ attribution }) => attribution === 'exact') ? 'not-sent' : 'unseen'
}
