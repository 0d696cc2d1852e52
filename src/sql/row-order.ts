import { executedTokens } from './log-replay.js'
import type { Token } from './lexer.js'

/** What a SELECT says about the order of its rows. Only what is outside brackets counts, because the order within a subquery has no effect. */
export interface RowOrder {
  /** Sort keys as written; undefined without ORDER BY. */
  readonly keys: readonly SortKey[] | undefined
  readonly limited: boolean
  /** True with GROUP BY: MySQL up to 5.7 sorts by its columns, 8.0 does not (Reference Manual 5.7, "ORDER BY Optimization"). */
  readonly grouped: boolean
}

/** A column of the result by name or by place (from 1), or something that the result alone does not show. */
export type SortKey = { readonly column: string } | { readonly place: number } | 'unknown'

export function rowOrderOf(sql: string): RowOrder {
  const words = outermost([...executedTokens(sql)].filter(({ text }) => text !== ';'))
  const order = lastPair(words, 'ORDER')
  const limit = words.findLastIndex((token) => isWord(token, 'LIMIT'))
  const keys = order === -1 ? undefined : sortKeys(words.slice(order + 2, limit > order ? limit : undefined))
  const limited = limit !== -1
  // `ORDER BY NULL` asks for no order at all, not even that of the groups.
  if (order !== -1 && isWord(words[order + 2], 'NULL')) return { keys: undefined, limited, grouped: false }
  return { keys, limited, grouped: lastPair(words, 'GROUP') !== -1 }
}

/** Returns the tokens outside brackets; each bracket with its content becomes one `(`. A statement in brackets as a whole is unwrapped first. */
function outermost(tokens: readonly Token[]): Token[] {
  const kept: Token[] = []
  let depth = 0
  for (const token of tokens) {
    if (token.text === '(') depth += 1
    if (depth === 0) kept.push(token)
    else if (depth === 1 && token.text === '(') kept.push({ kind: 'other', text: '(' })
    if (token.text === ')') depth -= 1
  }
  const isInBrackets = kept.length === 1 && kept[0]?.text === '('
  return isInBrackets ? outermost(tokens.slice(1, -1)) : kept
}

function lastPair(words: readonly Token[], first: string): number {
  return words.findLastIndex((token, at) => isWord(token, first) && isWord(words[at + 1], 'BY'))
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toUpperCase() === word
}

function sortKeys(tokens: readonly Token[]): SortKey[] {
  const keys: Token[][] = [[]]
  for (const token of tokens) {
    if (token.text === ',') keys.push([])
    else if (!isWord(token, 'ASC') && !isWord(token, 'DESC')) keys.at(-1)?.push(token)
  }
  return keys.map(sortKey)
}

function sortKey(tokens: readonly Token[]): SortKey {
  const last = tokens.at(-1)
  const named = tokens.every(({ kind, text }) => kind === 'word' || kind === 'quoted-name' || text === '.')
  if (last === undefined) return 'unknown'
  if (tokens.length === 1 && last.kind === 'number') return { place: Number(last.text) }
  if (!named || tokens.length > 5) return 'unknown'
  return { column: (last.kind === 'quoted-name' ? last.text.slice(1, -1) : last.text).split('.').at(-1) ?? '' }
}
