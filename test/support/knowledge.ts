import { noHosts } from '../../src/compare/comparator.js'
import { nothingLearned } from '../../src/compare/noise/ledger.js'
import { defaultThresholds } from '../../src/knowledge/cause.js'
import { detectors } from '../../src/knowledge/registry.js'
import type { Knowledge } from '../../src/diagnose/judge.js'

/** Of a judge who has learned nothing yet: every cause, thresholds as they come. */
export const knowledge: Knowledge = {
  detectors,
  thresholds: defaultThresholds,
  hosts: noHosts,
  noise: { rules: [], learned: nothingLearned },
}
