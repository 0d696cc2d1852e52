import type { ReplayedScenario } from '../../model/replayed.js'
import type { Recording } from './open.js'

/** Keeps where the exchanges of a run's scenarios are in their files. */
export function keepScenarios(recording: Recording, run: string, scenarios: readonly ReplayedScenario[]): void {
  const insert = recording.prepare('INSERT INTO run_scenario (run_id, ordinal, file, lines) VALUES (?, ?, ?, ?)')
  recording.transaction(() => {
    for (const [ordinal, { file, lines }] of scenarios.entries()) insert.run(run, ordinal, file, JSON.stringify(lines))
  })()
}

/** Reads the scenarios in the order in which they were given; none for a run of live traffic. */
export function readScenarios(recording: Recording, run: string): ReplayedScenario[] {
  const rows = recording.prepare('SELECT file, lines FROM run_scenario WHERE run_id = ? ORDER BY ordinal').all(run) as {
    file: string
    lines: string
  }[]
  return rows.map(({ file, lines }) => ({ file, lines: JSON.parse(lines) as number[] }))
}
