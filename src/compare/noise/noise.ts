import type { Difference } from '../../model/difference.js'
import type { NoiseDifference } from '../../model/judgement.js'
import type { NoiseSnapshot } from '../../model/noise.js'
import { longestKept, type OwnHosts } from '../comparator.js'
import { differsOnlyInCreated, type CreatedPair } from './builtin/created.js'
import { ownHosts } from './builtin/own-hosts.js'
import { differsOnlyWhereHidden } from './builtin/redacted.js'
import type { NoiseContext, NoiseLearner } from './learner.js'
import { isLearnedNoise } from './ledger.js'
import { learners } from './registry.js'
import { ruleFor, type NoiseRule } from './rules.js'

/** What is known of noise when a pair is judged. */
export interface NoiseKnowledge {
  readonly rules: readonly NoiseRule[]
  readonly learned: NoiseSnapshot
}

/** What learners may look at of a pair. */
export interface PairContext {
  /** When the request came; milliseconds since 1970. */
  readonly receivedAt: number
  readonly hosts: OwnHosts
  /** Legacy's answer was recorded in another run, after its secrets were hidden. */
  readonly recorded: boolean
  /** Records that the pair's session created on both legs. */
  readonly created: readonly CreatedPair[]
}

/**
 * Takes out what is no news, and says by what it is known: control did not repeat it either in this pair, a rule of the user's,
 * a thing that varies by itself, or control's record over many pairs. A change of another kind at the same place stays: that
 * a price varies does not excuse that it became a text.
 *
 * @param legacysOwn where legacy, asked a second time, disagrees with itself.
 */
export function separate(
  differences: readonly Difference[],
  legacysOwn: readonly Difference[],
  route: string,
  context: PairContext,
  { rules, learned }: NoiseKnowledge,
): { readonly signal: Difference[]; readonly noise: NoiseDifference[] } {
  const places = new Set(legacysOwn.map(exactPlace))
  const sourceOf = (difference: Difference): string | undefined => {
    if (places.has(exactPlace(difference))) return 'control'
    const rule = ruleFor(rules, route, difference, context.receivedAt)
    if (rule !== undefined) return `rule:${rule.name}`
    if (context.recorded && differsOnlyWhereHidden(difference)) return 'builtin:redacted'
    if (differsOnlyInCreated(difference, context.created)) return 'builtin:created'
    const builtin = builtinFor(difference, context)
    if (builtin !== undefined) return `builtin:${builtin}`
    return isLearnedNoise(route, difference, learned) ? 'learned' : undefined
  }
  const signal: Difference[] = []
  const noise: NoiseDifference[] = []
  for (const difference of differences) {
    const source = sourceOf(difference)
    if (source === undefined) signal.push(difference)
    else noise.push({ difference, source })
  }
  return { signal, noise }
}

function exactPlace({ part, kind, path }: Difference): string {
  return `${part} ${kind} ${path}`
}

/** The learner by which both values are equal; several of them joined where it takes more than one. */
function builtinFor(
  { kind, path, legacy, candidate }: Difference,
  { receivedAt, hosts }: Pick<PairContext, 'receivedAt' | 'hosts'>,
): string | undefined {
  if (kind !== 'value' || legacy === undefined || candidate === undefined || legacy === candidate) return undefined
  // Values that were cut may differ where nobody looks.
  if (Math.max(legacy.length, candidate.length) >= longestKept - 2) return undefined
  const [before, after] = [
    { receivedAt, own: hosts.legacy },
    { receivedAt, own: hosts.candidate },
  ]
  const alone = learners.find(({ mask }) => mask(legacy, path, before) === mask(candidate, path, after))
  if (alone !== undefined) return alone.id
  // A host that stands on both sides is no difference, though it is one stack's own.
  const some = [learners, learners.filter((learner) => learner !== ownHosts)].find(
    (these) => maskedBy(these, legacy, path, before) === maskedBy(these, candidate, path, after),
  )
  return some
    ?.filter(({ mask }) => mask(legacy, path, before) !== legacy)
    .map(({ id }) => id)
    .join('+')
}

function maskedBy(these: readonly NoiseLearner[], value: string, path: string, context: NoiseContext): string {
  return these.reduce((masked, { mask }) => mask(masked, path, context), value)
}
