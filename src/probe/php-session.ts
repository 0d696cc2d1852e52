import type { Statement } from '../model/statement.js'
import { digestOf } from '../sql/digest.js'

/** The state of PHP's connection when it ran a statement: the query cache is keyed on it, and a plan depends on it. */
export interface PhpSession {
  readonly charset: string
  /** `assumed` if neither the tap nor a statement said it. */
  readonly charsetKnown: 'seen' | 'assumed'
  /** The application's own SET statements on this connection, in order. */
  readonly settings: readonly string[]
}

/** A statement with the character set that PHP connected with, if the tap saw it. */
type SeenStatement = Statement & { readonly charset?: string }

/** PHP's own default on MySQL 8, and what most applications ask for. */
const usualCharset = 'utf8mb4'

/** Matches SET statements that may be repeated in a session of ours: they change only this session, and its results or plans. */
const setting =
  /^\s*SET\s+(?:NAMES\b|CHARACTER\s+SET\b|(?:SESSION\s+|LOCAL\s+|@@(?:SESSION\.|LOCAL\.)?)?(?:sql_mode|time_zone|group_concat_max_len|optimizer_switch|query_cache_type)\s*:?=)[^;,]*$/i

const naming = /^\s*SET\s+(?:NAMES|CHARACTER\s+SET)\s+['"]?(\w+)/i

/**
 * Returns the state in which a statement ran.
 *
 * @param digest of the statement that is asked about.
 * @param statements of one request, in the order sent; those before it count.
 */
export function phpSessionOf(digest: string, statements: readonly SeenStatement[]): PhpSession {
  const at = statements.findIndex(({ sql }) => digestOf(sql).digest === digest)
  const suspect = statements[at]
  const earlier = statements.slice(0, Math.max(0, at)).filter(({ connection }) => connection === suspect?.connection)
  const settings = earlier.map(({ sql }) => sql).filter((sql) => setting.test(sql))
  const named = settings.map((sql) => naming.exec(sql)?.[1])
  const charset = named.findLast((name) => name !== undefined) ?? suspect?.charset
  return { charset: charset ?? usualCharset, charsetKnown: charset === undefined ? 'assumed' : 'seen', settings }
}

/**
 * Returns what brings a fresh session to the state of PHP's. A collation begins with its character set, up to the first
 * underscore.
 */
export function openingStatements({ charset, settings }: PhpSession): string[] {
  if (!/^\w+$/.test(charset) || settings.some((sql) => naming.test(sql))) return [...settings]
  const [set = charset] = charset.split('_')
  return [set === charset ? `SET NAMES ${charset}` : `SET NAMES ${set} COLLATE ${charset}`, ...settings]
}
