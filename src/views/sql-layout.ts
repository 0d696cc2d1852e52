import { tokensOf, type Token } from '../sql/lexer.js'

export interface SqlPiece {
  readonly text: string
  readonly keyword: boolean
}

/** One line of a statement laid out for reading; `indent` is a number of steps. */
export interface SqlLine {
  readonly indent: number
  readonly pieces: readonly SqlPiece[]
}

/** Words that begin a clause, and words that may precede JOIN: LEFT OUTER JOIN begins one line, not three. */
const clauses = new Set('SELECT FROM WHERE GROUP ORDER HAVING LIMIT UNION SET VALUES JOIN ON'.split(' '))
const joinWords = new Set('LEFT RIGHT INNER OUTER CROSS NATURAL STRAIGHT_JOIN'.split(' '))
const conditions = new Set(['AND', 'OR'])
const otherKeywords = new Set(
  'AS BY DISTINCT SQL_NO_CACHE SQL_CACHE IN IS NOT NULL LIKE BETWEEN ASC DESC EXISTS INSERT INTO UPDATE DELETE OFFSET CASE WHEN THEN ELSE END USING ALL INTERVAL'.split(
    ' ',
  ),
)

/** Lays out a statement with one clause per line. Only white space changes; text in parentheses or strings stays together. */
export function layoutSql(sql: string): SqlLine[] {
  const lines: { indent: number; pieces: SqlPiece[] }[] = [{ indent: 0, pieces: [] }]
  let [depth, between, previous] = [0, false, '']
  for (const token of tokensOf(sql.trim())) {
    depth += depthChange(token)
    const word = token.kind === 'word' ? token.text.toUpperCase() : ''
    const indent = depth > 0 ? undefined : indentOf(word, previous, between)
    if (indent !== undefined && lines.at(-1)?.pieces.length !== 0) lines.push({ indent, pieces: [] })
    if (word === 'BETWEEN') between = true
    if (word === 'AND') between = false
    if (token.kind !== 'space') previous = word
    appendTo(lines.at(-1)?.pieces ?? [], token, isKeyword(word))
  }
  return lines
}

function depthChange({ text }: Token): number {
  return text === '(' ? 1 : text === ')' ? -1 : 0
}

/** Returns the indent of the line that this word begins; undefined when the word continues a line. */
function indentOf(word: string, previous: string, between: boolean): number | undefined {
  if (joinWords.has(previous) && (joinWords.has(word) || word === 'JOIN')) return undefined
  if (conditions.has(word)) return between ? undefined : 1
  if (word === 'ON') return undefined
  return clauses.has(word) || joinWords.has(word) ? 0 : undefined
}

function isKeyword(word: string): boolean {
  return clauses.has(word) || joinWords.has(word) || conditions.has(word) || otherKeywords.has(word)
}

function appendTo(pieces: SqlPiece[], token: Token, keyword: boolean): void {
  if (token.kind !== 'space') pieces.push({ text: token.text, keyword })
  else if (pieces.length > 0) pieces.push({ text: ' ', keyword: false })
}
