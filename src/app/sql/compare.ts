import { sqlClasses, type SqlClasses } from '../../sql-comparison/compare/classes.js'
import { SosieError } from '../../base/errors.js'
import type { SqlEnding, SqlReport, SqlServer, SqlTotals } from '../../sql-comparison/report-model.js'
import { createComparison, type Comparison } from '../../sql-comparison/ask/comparison.js'
import { serverAt, type Side } from '../../sql-comparison/ask/server.js'
import { unsafeTables, type UnsafeTables } from '../../sql-comparison/ask/unsafe-tables.js'
import { addressOf, openSession } from '../../probe/session.js'
import { version } from '../../base/version.js'
import { gateOf } from './gate.js'
import { notesOf } from './notes.js'
import type { SqlSettings } from './settings.js'
import { openSource } from './source.js'

/** The progress of a comparison. */
export interface SqlProgress {
  readonly statements: number
  readonly compared: number
  readonly different: number
  /** Fraction from 0 to 1; undefined when unknown. */
  readonly share: number | undefined
}

export interface RunningComparison {
  readonly progress: () => SqlProgress
  /** Ends it with what is known so far. */
  readonly interrupt: () => void
  readonly report: Promise<SqlReport>
}

/** @param tell shows a line to a person at once. */
export async function startSqlComparison(
  settings: SqlSettings,
  tell: (line: string) => void,
): Promise<RunningComparison> {
  const { databases, writes, server } = settings
  const source = await openSource(settings.source) // a wrong name is reported at once, whatever state the servers are in
  const [legacy, candidate] = await Promise.all([
    lookAt('legacy', databases.legacy, writes),
    lookAt('candidate', databases.candidate, writes),
  ])
  const servers = {
    legacy: serverAt('legacy', databases.legacy, server, tell),
    candidate: serverAt('candidate', databases.candidate, server, tell),
  }
  const classes = sqlClasses()
  const unsafe = new Map([...legacy.unsafe, ...candidate.unsafe])
  const comparison = createComparison(servers, { ...settings, unsafe, timeoutMs: server.timeoutMs }, classes)
  const startedAt = Date.now()
  const more = (): boolean =>
    comparison.stopped() === undefined && comparison.counts.statements < (settings.limit ?? Infinity)

  const run = async (): Promise<SqlReport> => {
    try {
      const sourceNotes = await source.feed(comparison, more)
      await comparison.idle()
      const totals = totalsOf(comparison, classes, startedAt)
      const ended = endingOf(comparison, settings.limit)
      const found = classes.classes()
      return {
        schema: 1,
        run: {
          startedAt: new Date(startedAt).toISOString(),
          endedAt: new Date().toISOString(),
          source: source.describe(),
          legacy: legacy.described,
          candidate: candidate.described,
          sosie: version,
          concurrency: settings.concurrency,
          writes,
        },
        ended,
        totals,
        gate: gateOf(totals, found, ended),
        classes: found,
        times: classes.times(),
        notes: [...sourceNotes, ...notesOf(comparison.counts, settings, legacy.queryCache)],
      }
    } finally {
      comparison.close()
    }
  }
  return {
    progress: () => {
      const { compared, different } = classes.totals()
      return { statements: comparison.counts.statements, compared, different, share: source.share() }
    },
    interrupt: () => comparison.stop('interrupted'),
    report: run(),
  }
}

interface Looked {
  readonly described: SqlServer
  readonly unsafe: UnsafeTables
  readonly queryCache: boolean
}

async function lookAt(side: Side, dsn: string, writes: boolean): Promise<Looked> {
  const session = await openSession(side, dsn)
  try {
    const [row] = await session.rows('SELECT VERSION() AS version, @@GLOBAL.sql_mode AS mode')
    const [cache] = await session.rows("SHOW GLOBAL VARIABLES LIKE 'query_cache_type'")
    return {
      described: { address: addressOf(dsn), version: row?.['version'] ?? '', sqlMode: row?.['mode'] ?? '' },
      unsafe: writes ? await unsafeTables(side, session) : new Map<string, string>(),
      queryCache: cache?.['Value'] === 'ON',
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new SosieError('SOSIE_E_UNREACHABLE', `The ${side} database does not answer as MySQL does (${why}).`, {
      cause,
    })
  } finally {
    await session.close()
  }
}

function totalsOf(comparison: Comparison, classes: SqlClasses, startedAt: number): SqlTotals {
  const { statements, notCompared } = comparison.counts
  return { statements, ...classes.totals(), notCompared, seconds: Math.round((Date.now() - startedAt) / 10) / 100 }
}

function endingOf(comparison: Comparison, limit: number | undefined): SqlEnding {
  switch (comparison.stopped()) {
    case 'server-gone':
      return {
        how: 'server-gone',
        sentence: 'A database went away and did not come back: what was asked before is compared, the rest is not.',
      }
    case 'interrupted':
      return { how: 'interrupted', sentence: 'It was cancelled: what was asked before is compared, the rest is not.' }
    case undefined:
      return comparison.counts.statements >= (limit ?? Infinity)
        ? { how: 'limit', sentence: `The first ${limit ?? 0} statements, as asked for.` }
        : { how: 'complete' }
  }
}
