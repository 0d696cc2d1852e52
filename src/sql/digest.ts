import { createHash } from 'node:crypto'
import { meaningfulTokens, type Token } from './lexer.js'

export interface Digest {
  /** 16 hexadecimal digits of a hash of the shape. */
  readonly digest: string
  /** The statement with `?` for every value and one `?` for a list of them; at most 1,000 characters. */
  readonly shape: string
}

const longestShape = 1000
const remembered = new Map<string, Digest>()
const mostRemembered = 2000
/** A long text is rarely the same twice, and two thousand of them would be gigabytes. */
const longestRemembered = 8000

/** What statements that differ only in their values have in common. Case of words is folded, names in backquotes keep theirs. */
export function digestOf(sql: string): Digest {
  const known = remembered.get(sql)
  if (known !== undefined) return known
  const shape = shapeOf(sql)
  const digest = {
    digest: createHash('sha256').update(shape).digest('hex').slice(0, 16),
    shape: shape.slice(0, longestShape),
  }
  // A page repeats its statements: their texts are worth keeping, within a bound.
  if (sql.length > longestRemembered) return digest
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(sql, digest)
  return digest
}

function shapeOf(sql: string): string {
  const words: string[] = []
  for (const token of meaningfulTokens(sql)) words.push(wordOf(token))
  return words
    .join(' ')
    .replace(/\? (?:, \? )+/g, '? ')
    .replace(/\( \? \)(?: , \( \? \))+/g, '( ? )')
}

function wordOf({ kind, text }: Token): string {
  if (kind === 'string' || kind === 'number' || kind === 'placeholder') return '?'
  return kind === 'word' ? text.toUpperCase() : text
}
