import { meaningfulTokens } from './lexer.js'

const readers = new Set(['SELECT', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN'])

/** Words that make a reading statement write, lock, wait, or depend on the session that ran it. */
const unsafeWords = new Set(
  (
    'INTO UPDATE LOCK SHARE GET_LOCK RELEASE_LOCK RELEASE_ALL_LOCKS SLEEP BENCHMARK MASTER_POS_WAIT SOURCE_POS_WAIT ' +
    'WAIT_FOR_EXECUTED_GTID_SET WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS LOAD_FILE LAST_INSERT_ID ROW_COUNT FOUND_ROWS NEXTVAL ANALYZE DELETE INSERT REPLACE CALL'
  ).split(' '),
)

/** True for a single statement that only reads, judging by its text: a probe may run it again. */
export function isSafeToRepeat(sql: string): boolean {
  let first = ''
  let ended = false
  for (const { kind, text } of meaningfulTokens(sql)) {
    if (ended) return false // a second statement after the semicolon
    if (kind === 'comment' || kind === 'variable') return false // `/*! … */` runs what it hides; variables are state
    if (kind === 'other' && text === ';') ended = true
    if (kind !== 'word') continue
    const word = text.toUpperCase()
    if (first === '') first = word
    if (unsafeWords.has(word)) return false
  }
  return readers.has(first)
}
