import { SosieError } from '../../base/errors.js'
import type { ReportedRun, RunReport } from '../../model/report.js'
import type { ControlLoad, LiveTapShare, Run, RunKind } from '../../model/run.js'
import type { RecordedRun } from '../../model/store.js'
import { latestRun } from './latest-run.js'
import { readNoise } from './noise.js'
import type { Recording } from './open.js'
import { readNotes } from './run-notes.js'
import { readRoutes, readRoutesNotCompared } from './run-routes.js'
import { readTotals } from './run-totals.js'
import { readWithdrawn } from './withdrawn.js'

/** Reads what was recorded of a run. @param which a run's id, or `latest`. */
export function readRun(recording: Recording, which: string): RecordedRun {
  const run = findRun(recording, which)
  return {
    schema: 1,
    run,
    totals: readTotals(recording, run.id, run.endedAt === null),
    ...controlLoadOf(recording, run.id),
    ...liveTapOf(recording, run.id),
    notes: readNotes(recording, run.id),
    withdrawn: readWithdrawn(recording, run.id),
    noise: readNoise(recording, run.id),
    routes: readRoutes(recording, run.id),
    routesNotCompared: readRoutesNotCompared(recording, run.id),
  }
}

/** Reads all runs, the newest first. */
export function readRuns(recording: Recording): ReportedRun[] {
  const rows = recording.prepare('SELECT * FROM run ORDER BY started_at DESC, rowid DESC').all() as RunRow[]
  return rows.map(reportedRun)
}

interface RunRow {
  id: string
  kind: RunKind
  started_at: number
  ended_at: number | null
  legs: string
  versions: string
}

/** Returns the error for a recording that is new, or whose runs were all purged. */
export function noRunAtAll(): SosieError {
  const text = 'The recording holds no run. Make one with sosie shadow or sosie replay, or name another file with --db.'
  return new SosieError('SOSIE_E_NO_RUN', text)
}

function findRun(recording: Recording, which: string): ReportedRun {
  const runs = readRuns(recording)
  const wanted = which === 'latest' ? latestRun(recording) : which
  const run = runs.find(({ id }) => id === wanted)
  if (run !== undefined) return run
  if (runs.length === 0) throw noRunAtAll()
  const known = runs.map(({ id }) => id).join(', ')
  throw new SosieError('SOSIE_E_NO_RUN', `The recording has no run "${which}". It holds: ${known}.`)
}

function reportedRun({ id, kind, started_at, ended_at, legs, versions }: RunRow): ReportedRun {
  const { legacy, candidate, control } = JSON.parse(legs) as Run['legs']
  return {
    id,
    kind,
    startedAt: new Date(started_at).toISOString(),
    endedAt: ended_at === null ? null : new Date(ended_at).toISOString(),
    legacy,
    candidate,
    control: control ?? null,
    versions: JSON.parse(versions) as Run['versions'],
  }
}

/** Reads what control cost legacy; nothing for a run without control. */
function controlLoadOf(recording: Recording, run: string): Pick<RunReport, 'controlLoad'> {
  const rows = recording
    .prepare("SELECT substr(name, 9), n FROM counter WHERE run_id = ? AND name LIKE 'control.%'")
    .raw()
    .all(run) as [keyof ControlLoad, number][]
  return rows.length === 0 ? {} : { controlLoad: { asked: 0, ms: 0, leftOut: 0, ...Object.fromEntries(rows) } }
}

/** Reads how much was certain of live legacy's SQL; nothing for a run that did not tap it. */
function liveTapOf(recording: Recording, run: string): Pick<RunReport, 'liveTap'> {
  const rows = recording
    .prepare("SELECT substr(name, 9), n FROM counter WHERE run_id = ? AND name LIKE 'liveTap.%'")
    .raw()
    .all(run) as [keyof LiveTapShare, number][]
  const none = { exact: 0, ambiguous: 0, attributed: 0, statements: 0 }
  return rows.length === 0 ? {} : { liveTap: { ...none, ...Object.fromEntries(rows) } }
}
