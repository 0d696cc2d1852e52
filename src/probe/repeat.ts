import type { AskDatabase } from '../model/ports.js'
import type { Statement } from '../model/statement.js'
import { digestOf } from '../sql/digest.js'
import { isSafeToRepeat } from '../sql/safe-to-repeat.js'

/** The text of a statement of a request, standing for a number of executions. */
export interface SampledText {
  readonly sql: string
  /** Executions of this text, plus its share of the executions of its shape that were left out; not always a whole number. */
  readonly weight: number
}

/** What sampled statements took in a session of ours. */
export interface Repeated {
  /** `ms` is for all executions that the text stands for. */
  readonly statements: readonly { readonly sql: string; readonly ms: number }[]
  /** Hash of the rows of each text. */
  readonly hashes: ReadonlyMap<string, string>
}

/**
 * Maximum number of texts per shape: some of them tell enough of a loop over a thousand keys, and the server is spared
 * the rest.
 */
const maxTexts = 20

/** Chooses what a session runs in the name of a request: each text once, if it is safe to repeat and needs no bound values. */
export function sampleOf(statements: readonly Statement[]): SampledText[] {
  const shapes = new Map<string, Map<string, number>>()
  for (const { sql } of statements.filter(isRepeatable)) {
    const { digest } = digestOf(sql)
    const texts = shapes.get(digest) ?? new Map<string, number>()
    shapes.set(digest, texts.set(sql, (texts.get(sql) ?? 0) + 1))
  }
  return [...shapes.values()].flatMap((texts) => {
    const chosen = evenly([...texts], maxTexts)
    const ran = sum([...texts.values()])
    const scale = ran / sum(chosen.map(([, executions]) => executions))
    return chosen.map(([sql, executions]) => ({ sql, weight: executions * scale }))
  })
}

export async function repeatOn(session: AskDatabase, sample: readonly SampledText[]): Promise<Repeated> {
  const statements: { sql: string; ms: number }[] = []
  const hashes = new Map<string, string>()
  for (const { sql, weight } of sample) {
    const { ms, rowsHash } = await session.time(sql)
    statements.push({ sql, ms: ms * weight })
    hashes.set(sql, rowsHash)
  }
  return { statements, hashes }
}

/**
 * Returns the texts that run in this session: it lacks PHP's own temporary tables, and a new server may refuse an old
 * statement.
 */
export async function runnableIn(session: AskDatabase, sample: readonly SampledText[]): Promise<SampledText[]> {
  const runnable: SampledText[] = []
  for (const text of sample) {
    const ran = await session.time(text.sql).then(
      () => true,
      () => false,
    )
    if (ran) runnable.push(text)
  }
  return runnable
}

/** Returns the share of these SELECTs, 0 to 1, that the query cache answers: the server does not count those as executed. */
export async function shareFromCache(session: AskDatabase, sample: readonly SampledText[]): Promise<number> {
  const selects = sample.filter(({ sql }) => /^[\s(]*SELECT\b/i.test(sql))
  const before = await executedBy(session)
  await repeatOn(session, selects)
  const executed = (await executedBy(session)) - before
  return selects.length === 0 ? 0 : Math.max(0, 1 - executed / selects.length)
}

async function executedBy(session: AskDatabase): Promise<number> {
  const [row] = await session.rows("SHOW SESSION STATUS LIKE 'Com_select'")
  return Number(row?.['Value'] ?? 0)
}

/** True for a statement that only reads, and whose text alone says what it reads. */
export function isRepeatable({ parameters, sql }: Statement): boolean {
  return parameters === undefined && isSafeToRepeat(sql)
}

/** Returns at most `max` items, spread over the whole list. */
function evenly<Item>(items: readonly Item[], max: number): readonly Item[] {
  if (items.length <= max) return items
  return items.filter((_, at) => Math.floor((at * max) / items.length) !== Math.floor(((at - 1) * max) / items.length))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
