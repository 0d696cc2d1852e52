import type { RunReport } from './report.js'

/** Why a run is not all that it was to be, as sentences; empty where it is whole. Every gate and every format asks here. */
export function whyNotWhole({ run, notes }: Pick<RunReport, 'run' | 'notes'>): string[] {
  return [
    ...(run.endedAt === null ? ['The run has not ended, or Sosie was killed: more may have been coming.'] : []),
    ...notes.filter(({ kind }) => kind === 'partial').map(({ sentence }) => `This is not all: ${sentence}`),
  ]
}
