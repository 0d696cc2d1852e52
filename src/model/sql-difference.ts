import type { Severity } from './finding.js'

/** Kinds with their severity. `nondeterministic`, `order-undecided`, `float-noise` and `deprecations` are reported, but harmless by themselves. */
export const sqlDifferenceKinds = {
  'connection-lost': 'critical',
  'candidate-fails': 'critical',
  rows: 'critical',
  columns: 'major',
  order: 'major',
  'order-of-groups': 'major',
  'affected-rows': 'major',
  slower: 'major',
  /** LIMIT took other rows, and the answer does not contain the sort keys: equal keys would explain it. */
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
