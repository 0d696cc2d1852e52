import type { RunReport } from '../../model/report.js'
import type { Recording } from './open.js'

/** @param unended true if the run has not ended: requests that are counted nowhere yet are then `unsettled`. */
export function readTotals(recording: Recording, run: string, unended: boolean): RunReport['totals'] {
  const counters = recording.prepare('SELECT name, n FROM counter WHERE run_id = ?').all(run) as {
    name: string
    n: number
  }[]
  const prefixed = (prefix: string): Record<string, number> =>
    Object.fromEntries(
      counters
        .filter(({ name, n }) => name.startsWith(prefix) && n > 0)
        .map(({ name, n }) => [name.slice(prefix.length), n]),
    )
  const verdicts = recording
    .prepare('SELECT verdict, incomparable, count(*) AS n FROM pair WHERE run_id = ? GROUP BY verdict, incomparable')
    .all(run) as { verdict: string; incomparable: string | null; n: number }[]
  const incomparable = prefixed('lost.')
  for (const { incomparable: reason, n } of verdicts) {
    if (reason !== null) incomparable[reason] = (incomparable[reason] ?? 0) + n
  }
  const purged = prefixed('purged.')
  for (const [name, n] of Object.entries(prefixed('purged.incomparable.'))) {
    incomparable[name] = (incomparable[name] ?? 0) + n
  }
  const of = (verdict: string): number =>
    (verdicts.find((row) => row.verdict === verdict)?.n ?? 0) + (purged[verdict] ?? 0)
  const settled = recording.prepare('SELECT count(*) FROM settled WHERE run_id = ?').pluck().get(run) as number
  const match = of('match') + settled
  const compared = match + of('noise') + of('mismatch')
  const mirrored = compared + sum(Object.values(incomparable))
  const notMirrored = prefixed('notMirrored.')
  const requests = counters.find(({ name }) => name === 'requests')?.n ?? 0
  const unsettled = unended ? Math.max(0, requests - mirrored - sum(Object.values(notMirrored))) : 0
  return {
    requests,
    mirrored,
    notMirrored,
    compared,
    incomparable,
    match,
    noise: of('noise'),
    mismatch: of('mismatch'),
    unsettled,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
