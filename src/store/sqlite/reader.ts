import { SosieError } from '../../base/errors.js'
import type { ReportedFinding, ReportedRun, RunReport } from '../../model/report.js'
import type { ControlLoad, LiveTapShare, Run, RunKind } from '../../model/run.js'
import { latestRun } from './latest-run.js'
import { readNoise } from './noise.js'
import type { Recording } from './open.js'
import { readFindings } from './run-findings.js'
import { readNotes } from './run-notes.js'
import { readRoutes, readRoutesNotCompared } from './run-routes.js'
import { readTotals } from './run-totals.js'
import { readWithdrawn } from './withdrawn.js'

/** What a recording says of a run, before the gate decided and the causes said how to fix. */
export type RecordedRun = Omit<RunReport, 'gate' | 'findings' | 'noiseWarnings'> & {
  readonly findings: readonly Omit<ReportedFinding, 'fix'>[]
}

/** @param which a run's id, or `latest`. */
export function readRun(recording: Recording, which: string): RecordedRun {
  const run = findRun(recording, which)
  return {
    schema: 1,
    run: run.reported,
    totals: readTotals(recording, run.reported.id, run.reported.endedAt === null),
    ...controlLoadOf(recording, run.reported.id),
    ...liveTapOf(recording, run.reported.id),
    notes: readNotes(recording, run.reported.id),
    findings: readFindings(recording, run.reported.id),
    withdrawn: readWithdrawn(recording, run.reported.id),
    noise: readNoise(recording, run.reported.id),
    routes: readRoutes(recording, run.reported.id),
    routesNotCompared: readRoutesNotCompared(recording, run.reported.id),
  }
}

interface RunRow {
  id: string
  kind: RunKind
  started_at: number
  ended_at: number | null
  legs: string
  versions: string
}

/** A file that is new, or whose runs were all purged. */
export function noRunAtAll(): SosieError {
  const text = 'The recording holds no run. Make one with sosie shadow or sosie replay, or name another file with --db.'
  return new SosieError('SOSIE_E_NO_RUN', text)
}

function findRun(recording: Recording, which: string): { reported: ReportedRun } {
  const rows = recording.prepare('SELECT * FROM run ORDER BY started_at DESC, rowid DESC').all() as RunRow[]
  const wanted = which === 'latest' ? latestRun(recording) : which
  const row = rows.find(({ id }) => id === wanted)
  if (row === undefined) {
    if (rows.length === 0) throw noRunAtAll()
    const known = rows.map(({ id }) => id).join(', ')
    throw new SosieError('SOSIE_E_NO_RUN', `The recording has no run "${which}". It holds: ${known}.`)
  }
  const legs = JSON.parse(row.legs) as Run['legs']
  return {
    reported: {
      id: row.id,
      kind: row.kind,
      startedAt: new Date(row.started_at).toISOString(),
      endedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
      legacy: legs.legacy,
      candidate: legs.candidate,
      control: legs.control ?? null,
      versions: JSON.parse(row.versions) as Run['versions'],
    },
  }
}

/** What control cost legacy; nothing for a run without control. */
function controlLoadOf(recording: Recording, run: string): Pick<RunReport, 'controlLoad'> {
  const rows = recording
    .prepare("SELECT substr(name, 9), n FROM counter WHERE run_id = ? AND name LIKE 'control.%'")
    .raw()
    .all(run) as [keyof ControlLoad, number][]
  return rows.length === 0 ? {} : { controlLoad: { asked: 0, ms: 0, leftOut: 0, ...Object.fromEntries(rows) } }
}

/** What was certain of live legacy's SQL; nothing for a run that did not tap it. */
function liveTapOf(recording: Recording, run: string): Pick<RunReport, 'liveTap'> {
  const rows = recording
    .prepare("SELECT substr(name, 9), n FROM counter WHERE run_id = ? AND name LIKE 'liveTap.%'")
    .raw()
    .all(run) as [keyof LiveTapShare, number][]
  const none = { exact: 0, ambiguous: 0, attributed: 0, statements: 0 }
  return rows.length === 0 ? {} : { liveTap: { ...none, ...Object.fromEntries(rows) } }
}
