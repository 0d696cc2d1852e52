import type { DatabaseSession } from '../../probe/session.js'
import { errnoOf } from './reading.js'

/**
 * Asks a server's parser about a statement: undefined when it accepts it, otherwise MySQL's error. PREPARE parses and resolves names
 * but runs nothing; DDL that it accepts answers 1295, "not supported in the prepared statement protocol". The text is sent as
 * hexadecimal digits, which mean the same under every sql_mode.
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

/** Returns the words that a server itself lists as reserved; none when it has no such list (before 8.0.13). */
export async function listedKeywords(session: DatabaseSession): Promise<readonly string[]> {
  try {
    const rows = await session.rows('SELECT WORD AS word FROM information_schema.KEYWORDS WHERE RESERVED = 1')
    return rows.map((row) => row['word'] ?? '')
  } catch (error) {
    if (errnoOf(error) === 0) throw error
    return []
  }
}

/** Returns those of the words that this server does not accept as an unquoted name. */
export async function reservedAmong(session: DatabaseSession, words: readonly string[]): Promise<ReadonlySet<string>> {
  return filtered(words, async (word) => (await parserSays(session, `SELECT 1 AS ${word}`))?.errno === syntaxError)
}

/** Returns those of the functions that this server does not have, as a call with one argument shows. */
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
