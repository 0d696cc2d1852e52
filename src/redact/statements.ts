import type { Statement } from '../model/statement.js'
import type { Scrub } from './body.js'
import { namedValues } from './fields.js'
import type { Concealer } from './concealer.js'
import { holdsSecret, type Secrecy } from './secret-names.js'

export function redactStatement(statement: Statement, scrub: Scrub, conceal: Concealer): Statement {
  const { sql, parameters, error } = statement
  return {
    ...statement,
    sql: scrub(sql),
    ...(parameters === undefined ? {} : { parameters: redactParameters(sql, parameters, scrub, conceal) }),
    ...(error === undefined ? {} : { error: { ...error, message: scrub(error.message) } }),
  }
}

/** Hides the whole value if the name of its column makes it a secret; scrubs it otherwise. */
function redactParameters(
  sql: string,
  parameters: NonNullable<Statement['parameters']>,
  scrub: Scrub,
  conceal: Concealer,
): NonNullable<Statement['parameters']> {
  const known = secrecyOfParameters(sql)
  return parameters.map((value, index) => {
    if (value !== null && holdsSecret(known.get(index) ?? 'none', String(value))) return conceal(String(value))
    return redactParameter(value, scrub)
  })
}

/** Returns the secrecy of placeholders, by the columns they are set to or compared with. To read the statement, each is filled with a unique text. */
function secrecyOfParameters(sql: string): ReadonlyMap<number, Secrecy> {
  const names = new Map<number, Secrecy>()
  if (!sql.includes('?')) return names
  let count = 0
  const filled = sql.replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|\?/g, (found) =>
    found === '?' ? `'parameter ${count++}'` : found,
  )
  for (const { secrecy, value } of namedValues(filled)) {
    const index = /^parameter (\d+)$/.exec(value)?.[1]
    if (index !== undefined) names.set(Number(index), secrecy)
  }
  return names
}

/** Scrubs a number as text, because a card number bound as a number is still one. */
function redactParameter(value: string | number | null, scrub: Scrub): string | number | null {
  if (value === null) return null
  const clean = scrub(String(value))
  return clean === String(value) ? value : clean
}
