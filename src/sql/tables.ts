import { memoized } from '../base/bounded.js'
import { meaningfulTokens, type Token } from './lexer.js'

/**
 * Returns the names of the tables in a statement, in lower case and without their database. Our lexer is used instead of a parser: it reads
 * every statement that MySQL 5.7 reads, and a name too many costs less than a statement that is not understood. Tables that a view, trigger
 * or procedure touches do not appear in the statement.
 */
export const tablesOf: (sql: string) => ReadonlySet<string> = memoized(
  (sql) => new Set(namesIn([...meaningfulTokens(sql)])),
  { max: 2000 },
)

/** State within a pair of brackets, or outside all of them. */
interface Frame {
  /** True while a list of tables is open: a comma is followed by the next table. */
  list: boolean
  /** True for the arguments of `TRIM(… FROM …)` and the like, where FROM names no table. */
  readonly argument: boolean
}

const functionsWithFrom = new Set(['EXTRACT', 'TRIM', 'SUBSTRING', 'SUBSTR', 'MID'])
const beforeTables = new Set([
  'FROM',
  'JOIN',
  'INTO',
  'UPDATE',
  'TABLE',
  'TABLES',
  'TRUNCATE',
  'INSERT',
  'REPLACE',
  'HANDLER',
  'DESCRIBE',
  'DESC',
])
/** Words that count only at the beginning of a statement, because they also occur elsewhere. */
const onlyAtFirst = new Set(['REPLACE', 'INSERT', 'TRUNCATE', 'HANDLER', 'DESCRIBE', 'DESC'])
const opensList = new Set(['FROM', 'UPDATE', 'TABLE', 'TABLES'])
const endsList = new Set(
  'SELECT WHERE SET GROUP ORDER HAVING LIMIT VALUES VALUE UNION FOR LOCK PROCEDURE WINDOW PARTITION'.split(' '),
)
const betweenWords = new Set(
  'LOW_PRIORITY HIGH_PRIORITY DELAYED QUICK IGNORE INTO FROM TABLE IF NOT EXISTS LATERAL ONLY OJ'.split(' '),
)
/** Words before an UPDATE that names no table: `FOR UPDATE`, `ON DUPLICATE KEY UPDATE`, `ON UPDATE`. */
const beforeOtherUpdates = new Set(['FOR', 'KEY', 'ON'])

function* namesIn(tokens: readonly Token[]): Generator<string> {
  const frames: Frame[] = [{ list: false, argument: false }]
  let expected = false
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token
    const frame = frames.at(-1) as Frame
    const word = token.kind === 'word' ? token.text.toUpperCase() : ''
    if (token.text === '(') {
      frames.push({ list: expected, argument: functionsWithFrom.has(tokens[at - 1]?.text.toUpperCase() ?? '') })
    } else if (token.text === ')') {
      if (frames.length > 1) frames.pop()
      expected = false
    } else if (token.text === ',') expected = frame.list
    else if (token.text === ';') expected = frame.list = false
    else if (namesTables(word, tokens, at) && !frame.argument) {
      expected = true
      frame.list ||= opensList.has(word)
    } else if (word === 'STRAIGHT_JOIN') expected = frame.list
    else if (endsList.has(word)) expected = frame.list = false
    else if (expected && !betweenWords.has(word) && (word !== '' || token.kind === 'quoted-name')) {
      while (tokens[at + 1]?.text === '.' && tokens[at + 2] !== undefined) at += 2
      yield plainName(tokens[at] as Token)
      expected = false
    }
  }
}

function namesTables(word: string, tokens: readonly Token[], at: number): boolean {
  if (!beforeTables.has(word)) return false
  if (onlyAtFirst.has(word)) return at === 0 || tokens[at - 1]?.text === ';'
  return word !== 'UPDATE' || !beforeOtherUpdates.has(tokens[at - 1]?.text.toUpperCase() ?? '')
}

function plainName({ kind, text }: Token): string {
  return (kind === 'quoted-name' ? text.slice(1, -1).replaceAll('``', '`') : text).toLowerCase()
}
