import { assetVersions } from './builtin/asset-versions.js'
import { durations } from './builtin/durations.js'
import { memory } from './builtin/memory.js'
import { ownHosts } from './builtin/own-hosts.js'
import { ownRoots } from './builtin/own-roots.js'
import { timestamps } from './builtin/timestamps.js'
import { tokens } from './builtin/tokens.js'
import { uuids } from './builtin/uuids.js'
import type { NoiseLearner } from './learner.js'

/** Learners, each tried alone in this order, then all together, because a line may hold both a moment and a token. */
export const learners: readonly NoiseLearner[] = [
  ownHosts,
  ownRoots,
  timestamps,
  uuids,
  tokens,
  assetVersions,
  durations,
  memory,
]
