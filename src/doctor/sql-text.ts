import { meaningfulTokens, type Token } from '../sql/lexer.js'

/** Returns the unquoted words that may be names, upper-case. Words after a dot are left out: there a reserved word is a valid name. */
export function bareWords(sql: string): Set<string> {
  const words = new Set<string>()
  for (const { token, before } of neighbours(sql))
    if (token.kind === 'word' && before !== '.') words.add(token.text.toUpperCase())
  return words
}

/** Returns the names followed by an opening parenthesis, upper-case: called functions, and words of the grammar such as IN. */
export function calledNames(sql: string): Set<string> {
  const names = new Set<string>()
  for (const { token, before, after } of neighbours(sql))
    if (token.kind === 'word' && before !== '.' && after === '(') names.add(token.text.toUpperCase())
  return names
}

/** True when the words follow one another, with nothing but space and comments between them. */
export function says(sql: string, ...phrase: readonly string[]): boolean {
  const texts = [...meaningfulTokens(sql)].map(({ text }) => text.toUpperCase())
  return texts.some((_, at) => phrase.every((word, index) => texts[at + index] === word))
}

/** Words that end the list of a GROUP BY. */
const endOfGroups = new Set(
  ['HAVING', 'ORDER', 'LIMIT', 'WITH', 'UNION', 'INTO', 'FOR', 'LOCK', 'PROCEDURE', 'DO', 'WINDOW'].concat(';'),
)

/** True for GROUP BY x DESC, which sorts up to MySQL 5.7 and is a syntax error since 8.0.13. */
export function sortsByGroup(sql: string): boolean {
  const open: boolean[] = []
  let inGroups = false
  let last = ''
  for (const { text } of meaningfulTokens(sql)) {
    const word = text.toUpperCase()
    if (word === '(') {
      open.push(inGroups)
      inGroups = false
    } else if (word === ')') inGroups = open.pop() ?? false
    else if (word === 'BY') inGroups = last === 'GROUP'
    else if (endOfGroups.has(word)) inGroups = false
    else if (inGroups && (word === 'ASC' || word === 'DESC')) return true
    last = word
  }
  return false
}

/** Returns the string literals with their quotes, or the comments that some servers execute. */
export function textsOf(sql: string, kind: 'string' | 'comment'): string[] {
  return [...meaningfulTokens(sql)].filter((token) => token.kind === kind).map(({ text }) => text)
}

interface Neighbours {
  readonly token: Token
  /** Texts of the adjacent tokens; empty at the ends. */
  readonly before: string
  readonly after: string
}

function neighbours(sql: string): Neighbours[] {
  const tokens = [...meaningfulTokens(sql)]
  return tokens.map((token, at) => ({
    token,
    before: tokens[at - 1]?.text ?? '',
    after: tokens[at + 1]?.text ?? '',
  }))
}
