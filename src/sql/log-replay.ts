import { meaningfulTokens, type Token } from './lexer.js'

/** Why a statement is not sent to any server. */
export type Refusal =
  | 'write' // it changes data, and writes were not asked for
  | 'definition' // CREATE, ALTER, DROP …: it commits what is open, and cannot be rolled back
  | 'transaction' // BEGIN, COMMIT …: every statement stands alone here
  | 'lock' // it takes locks that others would wait for
  | 'wait' // it does nothing but wait, or burn time
  | 'file' // it reads or writes files of the server
  | 'global' // it changes the server for everybody
  | 'administration' // KILL, FLUSH, GRANT …
  | 'procedure' // CALL: what it does cannot be seen
  | 'several' // more than one statement in a text
  | 'prepared' // PREPARE, EXECUTE and cursors in SQL, or `?` without a value
  | 'redacted' // values that were hidden before it was recorded
  | 'unknown'

/** `session` changes only the session: SET, USE and SELECT … INTO. */
export type Action = 'read' | 'session' | 'write'

/** What may be done with a statement, judging by its text. */
export type Replay = { readonly action: Action } | { readonly refused: Refusal }

const readers = new Set('SELECT SHOW DESCRIBE DESC EXPLAIN WITH TABLE VALUES HELP'.split(' '))
const writers = new Set('INSERT UPDATE DELETE REPLACE'.split(' '))

const firstWords: readonly (readonly [Refusal, string])[] = [
  ['definition', 'CREATE ALTER DROP TRUNCATE RENAME'],
  ['transaction', 'BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE XA'],
  ['lock', 'LOCK UNLOCK HANDLER'],
  ['wait', 'DO'],
  ['file', 'LOAD IMPORT'],
  [
    'administration',
    'KILL FLUSH RESET GRANT REVOKE ANALYZE OPTIMIZE REPAIR CHECK CHECKSUM CACHE INSTALL UNINSTALL PURGE CHANGE STOP SHUTDOWN RESTART BINLOG CLONE',
  ],
  ['procedure', 'CALL'],
  ['prepared', 'PREPARE EXECUTE DEALLOCATE DECLARE'],
]
const refusedFirst = new Map(firstWords.flatMap(([why, words]) => words.split(' ').map((word) => [word, why] as const)))

/** Words that, anywhere in a statement, make it do more than its first word says. */
const insideWords: readonly (readonly [Refusal, string])[] = [
  ['lock', 'GET_LOCK RELEASE_LOCK RELEASE_ALL_LOCKS'],
  [
    'wait',
    'SLEEP BENCHMARK MASTER_POS_WAIT SOURCE_POS_WAIT WAIT_FOR_EXECUTED_GTID_SET WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS',
  ],
  ['file', 'OUTFILE DUMPFILE LOAD_FILE'],
]
const refusedInside = new Map(
  insideWords.flatMap(([why, words]) => words.split(' ').map((word) => [word, why] as const)),
)

/**
 * Names that SET must not change, because they are not the session's or because the replay sets them itself: with `transaction_read_only` a
 * server refuses what slipped through all these checks.
 */
const settings: readonly (readonly [Refusal, string])[] = [
  ['global', 'GLOBAL PERSIST PERSIST_ONLY PASSWORD GTID_NEXT RESOURCE ROLE SQL_LOG_BIN'],
  ['transaction', 'TRANSACTION AUTOCOMMIT TRANSACTION_READ_ONLY TX_READ_ONLY MAX_EXECUTION_TIME'],
]
const refusedSettings = new Map(
  settings.flatMap(([why, names]) => names.split(' ').map((name) => [name, why] as const)),
)

/**
 * Returns what may be done with a statement.
 * @param sql a byte string or any other text.
 */
export function replayOf(sql: string): Replay {
  const tokens = [...executedTokens(sql)]
  while (tokens.at(-1)?.text === ';') tokens.pop()
  if (tokens.some(({ kind, text }) => kind === 'other' && text === ';')) return { refused: 'several' }
  if (tokens.some(({ kind }) => kind === 'placeholder')) return { refused: 'prepared' }
  const words = tokens.flatMap((token, at) => (token.kind === 'word' ? [wordAt(tokens, at)] : []))
  const first = words[0]?.word ?? ''
  const why = refusedFirst.get(first) ?? refusedWithin(words)
  if (why !== undefined) return { refused: why }
  if (first === 'SET') return replayOfSet(tokens)
  if (first === 'USE') return { action: 'session' }
  if (writers.has(first)) return { action: 'write' }
  if (readers.has(first)) return readOrWrite(first, words)
  return { refused: 'unknown' }
}

interface Word {
  readonly word: string
  readonly next: string
}

function wordAt(tokens: readonly Token[], at: number): Word {
  return { word: tokens[at]?.text.toUpperCase() ?? '', next: tokens[at + 1]?.text.toUpperCase() ?? '' }
}

function refusedWithin(words: readonly Word[]): Refusal | undefined {
  for (const { word, next } of words) {
    const why = refusedInside.get(word)
    if (why !== undefined) return why
    if (word === 'FOR' && (next === 'UPDATE' || next === 'SHARE')) return 'lock'
    if (word === 'LOCK' && next === 'IN') return 'lock'
  }
  return undefined
}

/**
 * Judges a reading statement. `WITH … DELETE` writes, unless the word is a function such as `REPLACE(a, 'b', 'c')`; `EXPLAIN ANALYZE` runs what
 * it explains; `SELECT … INTO @a` changes the session.
 */
function readOrWrite(first: string, words: readonly Word[]): Replay {
  if (first === 'WITH' && words.some(({ word, next }) => writers.has(word) && next !== '(')) return { action: 'write' }
  const explains = first === 'EXPLAIN' || first === 'DESC' || first === 'DESCRIBE'
  if (explains && words[1]?.word === 'ANALYZE') return { refused: 'administration' }
  if (words.some(({ word }) => word === 'INTO')) return explains ? { action: 'read' } : { action: 'session' }
  return { action: 'read' }
}

function replayOfSet(tokens: readonly Token[]): Replay {
  for (const { kind, text } of tokens) {
    if (kind !== 'word' && kind !== 'variable') continue
    const names = text.toUpperCase().replace(/^@@/, '').split('.')
    const why = names.map((name) => refusedSettings.get(name)).find((each) => each !== undefined)
    if (why !== undefined) return { refused: why }
  }
  return { action: 'session' }
}

/** Yields the tokens as a server runs them: the content of `/*! … *\/` belongs to the statement. */
export function* executedTokens(sql: string): Generator<Token> {
  for (const token of meaningfulTokens(sql)) {
    if (token.kind === 'comment') yield* executedTokens(token.text.replace(/^\/\*!\d*/, ' ').replace(/\*\/$/, ' '))
    else yield token
  }
}
