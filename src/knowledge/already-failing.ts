import { digestOf } from '../sql/digest.js'
import type { PhpError } from '../php/php-error.js'
import { isSameLine } from '../php/place.js'
import type { ReadPair } from '../compare/read/pair.js'

/** Legacy, and control, which is legacy asked a second time. */
const legacysLegs = ['legacy', 'control'] as const

const databaseErrors: readonly string[] = ['mysqli_sql_exception', 'PDOException']

/** True when legacy died of the same error, thrown at the same line of the code, wherever the code is installed. */
export function legacyDiesToo(pair: ReadPair, error: PhpError): boolean {
  if (pair.legacysLog.tellsOf(error)) return true
  // Before PHP 8.1 a refused statement threw nothing, so legacy can only have logged the server's message in its own wording.
  if (databaseErrors.includes(error.type) && pair.legacysLog.quotes(error.message)) return true
  return legacysLegs.some((leg) => {
    const told = pair.uncaught(leg)
    return told !== undefined && isSameError(told.error, error)
  })
}

/**
 * True for the same line, where both ended the script: classes and messages differ between PHP versions, and folders between stacks. A
 * class of the application's own must be the same, since its line is where it is thrown for many reasons.
 */
export function isSameError(one: PhpError, other: PhpError): boolean {
  return isSameLine(one, other) && (one.type === other.type || (isOfPhp(one) && isOfPhp(other)))
}

function isOfPhp({ type }: PhpError): boolean {
  return /^(?:Error|TypeError|ValueError|ArgumentCountError|ArithmeticError|DivisionByZeroError|Fatal error)$/.test(
    type,
  )
}

/** True when legacy itself answered with an error (status 500 or above). */
export function legacyFails({ legacy }: ReadPair): boolean {
  return (legacy.response?.status ?? 0) >= 500
}

/**
 * Returns how legacy's server answered statements of this digest. A message that legacy's log quotes counts as `refused`. `not-sent`: a tap
 * saw legacy, which sent no such statement; `unseen`: no tap saw legacy.
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
