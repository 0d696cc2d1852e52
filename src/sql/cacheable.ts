import { meaningfulTokens } from './lexer.js'

/** Words that keep a SELECT out of the query cache (MySQL 5.7 Reference Manual, 8.10.3.1 "How the Query Cache Operates"). */
const neverCached = new Set(
  (
    'AES_DECRYPT AES_ENCRYPT BENCHMARK CONNECTION_ID CONVERT_TZ CURDATE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER ' +
    'CURTIME DATABASE ENCRYPT FOUND_ROWS GET_LOCK IS_FREE_LOCK IS_USED_LOCK LAST_INSERT_ID LOAD_FILE LOCALTIME LOCALTIMESTAMP ' +
    'MASTER_POS_WAIT NOW PASSWORD RAND RANDOM_BYTES RELEASE_ALL_LOCKS RELEASE_LOCK SLEEP SYSDATE UNIX_TIMESTAMP USER UUID ' +
    'UUID_SHORT SQL_NO_CACHE INTO UPDATE SHARE'
  ).split(' '),
)

/** Databases whose statements are never cached (same chapter). */
const systemDatabases = new Set(['MYSQL', 'INFORMATION_SCHEMA', 'PERFORMANCE_SCHEMA'])

/** True when MySQL 5.7's query cache may answer the statement, as far as its text tells: a SELECT with no moving part. */
export function isCacheable(sql: string): boolean {
  let started = false
  for (const { kind, text } of meaningfulTokens(sql)) {
    if (kind === 'variable') return false
    const word = kind === 'quoted-name' ? text.slice(1, -1).toUpperCase() : text.toUpperCase()
    if (!started) {
      if (text === '(') continue
      if (word !== 'SELECT') return false
      started = true
    } else if ((kind === 'word' && neverCached.has(word)) || systemDatabases.has(word)) return false
  }
  return started
}
