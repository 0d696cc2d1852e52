import type { DatabaseSession } from '../../probe/session.js'
import { errnoOf } from './reading.js'

/**
 * What a server's parser says of a statement: undefined where it takes it, else MySQL's error. PREPARE parses and resolves names
 * but runs nothing; DDL that it takes answers 1295, "not supported in the prepared statement protocol". The text travels as
 * hexadecimal digits: no sql_mode reads those in another way.
 */
export async function parserSays(
  session: DatabaseSession,
  sql: string,
): Promise<{ errno: number; message: string } | undefined> {
  await session.rows(`SET @sosie_text = CONVERT(X'${Buffer.from(sql).toString('hex')}' USING utf8mb4)`)
  try {
    await session.rows('PREPARE sosie FROM @sosie_text')
    return undefined
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === 0) throw error
    return errno === unsupportedPrepare ? undefined : { errno, message: error instanceof Error ? error.message : '' }
  }
}

const unsupportedPrepare = 1295
const syntaxError = 1064
const noSuchFunction = 1305

/** Words that a server calls reserved itself; none where it has no such list (before 8.0.13). */
export async function listedKeywords(session: DatabaseSession): Promise<readonly string[]> {
  try {
    const rows = await session.rows('SELECT WORD AS word FROM information_schema.KEYWORDS WHERE RESERVED = 1')
    return rows.map((row) => row['word'] ?? '')
  } catch (error) {
    if (errnoOf(error) === 0) throw error
    return []
  }
}

/** Of the words, those that cannot be a name without quotes on this server. */
export async function reservedAmong(session: DatabaseSession, words: readonly string[]): Promise<ReadonlySet<string>> {
  return filtered(words, async (word) => (await parserSays(session, `SELECT 1 AS ${word}`))?.errno === syntaxError)
}

/** Of the functions, those that this server does not have, as a call with one argument shows. */
export async function missingAmong(session: DatabaseSession, names: readonly string[]): Promise<ReadonlySet<string>> {
  return filtered(names, async (name) => {
    const errno = (await parserSays(session, `SELECT ${name}(NULL)`))?.errno
    return errno === syntaxError || errno === noSuchFunction
  })
}

async function filtered(
  names: readonly string[],
  test: (name: string) => Promise<boolean>,
): Promise<ReadonlySet<string>> {
  const chosen = new Set<string>()
  for (const name of names) if (/^\w+$/.test(name) && (await test(name))) chosen.add(name.toUpperCase())
  return chosen
}
