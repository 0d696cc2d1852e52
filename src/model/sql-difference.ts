import type { Severity } from './finding.js'

/**
 * What is different. `nondeterministic`, `order-undecided`, `float-noise` and `deprecations` are told, but no harm by themselves.
 */
export const sqlDifferenceKinds = {
  'connection-lost': 'critical',
  'candidate-fails': 'critical',
  rows: 'critical',
  columns: 'major',
  order: 'major',
  'order-of-groups': 'major',
  'affected-rows': 'major',
  slower: 'major',
  /** LIMIT took other rows, and the sort keys are not in the answer: equal keys would explain it. */
  'rows-at-limit': 'minor',
  'other-error': 'minor',
  'legacy-fails': 'minor',
  types: 'minor',
  warnings: 'minor',
  nondeterministic: 'info',
  'order-undecided': 'info',
  'float-noise': 'info',
  deprecations: 'info',
} as const satisfies Readonly<Record<string, Severity>>

export type SqlDifferenceKind = keyof typeof sqlDifferenceKinds
