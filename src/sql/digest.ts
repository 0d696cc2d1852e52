import { createHash } from 'node:crypto'
import { memoized } from '../base/bounded.js'
import { meaningfulTokens, type Token } from './lexer.js'

export interface Digest {
  /** 16 hexadecimal digits of a hash of the shape. */
  readonly digest: string
  /** The statement with `?` for every value and one `?` for a list of them; at most 1,000 characters. */
  readonly shape: string
}

const maxShapeLength = 1000
/** Digests are remembered because a page repeats its statements. Long texts are rarely the same twice, and two thousand would take gigabytes. */
const remembered = { max: 2000, maxLength: 8000 }

/** Returns what statements that differ only in their values have in common. The case of words is folded; names in backquotes keep theirs. */
export const digestOf: (sql: string) => Digest = memoized((sql) => {
  const shape = shapeOf(sql)
  return {
    digest: createHash('sha256').update(shape).digest('hex').slice(0, 16),
    shape: shape.slice(0, maxShapeLength),
  }
}, remembered)

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
