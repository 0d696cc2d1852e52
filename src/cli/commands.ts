import type { Command } from 'commander'
import type { Output } from './output.js'

export type AddCommand = (program: Command, output: Output, finish: (status: number) => void) => void

/** In the order of the help. Each is loaded on demand: all together take half a second, one a few tens of milliseconds. */
export const commands = new Map<string, () => Promise<AddCommand>>(
  Object.entries({
    shadow: async () => (await import('./shadow.js')).shadowCommand,
    replay: async () => (await import('./replay.js')).replayCommand,
    report: async () => (await import('./report.js')).reportCommand,
    gate: async () => (await import('./gate.js')).gateCommand,
    explain: async () => (await import('./explain.js')).explainCommand,
    recompare: async () => (await import('./recompare.js')).recompareCommand,
    diff: async () => (await import('./diff.js')).diffCommand,
    sql: async () => (await import('./sql.js')).sqlCommand,
    doctor: async () => (await import('./doctor.js')).doctorCommand,
    drift: async () => (await import('./drift.js')).driftCommand,
    check: async () => (await import('./check.js')).checkCommand,
    purge: async () => (await import('./purge.js')).purgeCommand,
    import: async () => (await import('./import.js')).importCommand,
    export: async () => (await import('./export.js')).exportCommand,
    repro: async () => (await import('./repro.js')).reproCommand,
  }),
)

/** Returns the command that is named; all of them for a help page, a wrong name or none. */
export function commandsFor([, , name]: readonly string[]): Promise<readonly AddCommand[]> {
  const named = commands.get(name ?? '')
  return Promise.all(named === undefined ? [...commands.values()].map((load) => load()) : [named()])
}
