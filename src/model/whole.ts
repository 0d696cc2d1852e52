import type { RunReport } from './report.js'

/** Returns sentences that say why a run is incomplete; empty when it is complete. Every gate and every format uses this. */
export function whyNotWhole({ run, notes }: Pick<RunReport, 'run' | 'notes'>): string[] {
  return [
    ...(run.endedAt === null ? ['The run has not ended, or Sosie was killed: more may have been coming.'] : []),
    ...notes.filter(({ kind }) => kind === 'partial').map(({ sentence }) => `This is not all: ${sentence}`),
  ]
}
