import { quoted } from '../sql/quoted.js'
import type { KeyPart } from './plan.js'

/** Values of a key in canonical text, in the order of its columns. */
export type Key = readonly string[]

/** Rows after one key, up to and including another; open-ended on the side where the key is absent. */
export interface Range {
  readonly after?: Key
  readonly upTo?: Key
}

/**
 * Returns the condition for a range, in the form in which 5.7's range optimizer uses an index: `(a, b) > (1, 2)` would read the index
 * from its start (Reference Manual, 8.2.1.20 "Row Constructor Expression Optimization").
 */
export function conditionOf({ after, upTo }: Range, key: readonly KeyPart[]): string {
  const parts = [
    ...(after === undefined ? [] : [beyond(key, after, '>', '>')]),
    ...(upTo === undefined ? [] : [beyond(key, upTo, '<', '<=')]),
  ]
  return parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`
}

function beyond(key: readonly KeyPart[], values: Key, sign: string, lastSign: string): string {
  const alternatives = key.map((_, at) => {
    const equal = key.slice(0, at).map((part, before) => compared(part, '=', values[before]))
    return [...equal, compared(key[at] as KeyPart, at === key.length - 1 ? lastSign : sign, values[at])].join(' AND ')
  })
  return `(${alternatives.join(' OR ')})`
}

/** Returns the condition for the rows of these keys. */
export function anyOf(keys: readonly Key[], key: readonly KeyPart[]): string {
  const [only] = key
  if (only !== undefined && key.length === 1)
    return `WHERE ${quoted(only.name)} IN (${keys.map(([value = '']) => only.literal(value)).join(', ')})`
  const one = (values: Key): string => `(${key.map((part, at) => compared(part, '=', values[at])).join(' AND ')})`
  return `WHERE ${keys.map(one).join(' OR ')}`
}

function compared({ name, literal }: KeyPart, sign: string, value = ''): string {
  return `${quoted(name)} ${sign} ${literal(value)}`
}
