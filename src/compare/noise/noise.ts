import type { Difference } from '../../model/difference.js'
import type { Fault } from '../../model/fault.js'
import type { NoiseDifference } from '../../model/judgement.js'
import type { NoiseSnapshot } from '../../model/noise.js'
import { groupedBy } from '../../base/grouped.js'
import { maxKeptLength, type OwnHosts } from '../comparator.js'
import { differsOnlyInCreated, type CreatedPair } from './builtin/created.js'
import { ownHosts } from './builtin/own-hosts.js'
import { differsOnlyWhereHidden } from './builtin/redacted.js'
import { isInKind } from './form.js'
import type { NoiseContext, NoiseLearner } from './learner.js'
import { isLearnedNoise, type NoiseLedger } from './ledger.js'
import { placeOf } from './place.js'
import { randomValuesOf, type RandomValues } from './random-values.js'
import type { OwnRoots } from './roots.js'
import { learners } from './registry.js'
import { ruleFor, type NoiseRule } from './rules.js'

/** What is known about noise when a pair is judged. */
export interface NoiseKnowledge {
  readonly rules: readonly NoiseRule[]
  readonly learned: NoiseSnapshot
  /** Folders of the stacks' code, if configured. */
  readonly roots?: OwnRoots
}

/** What learners may look at in a pair. */
export interface PairContext {
  /** When the request arrived; milliseconds since the epoch. */
  readonly receivedAt: number
  readonly hosts: OwnHosts
  /** True when legacy's answer was recorded in another run, after its secrets were hidden. */
  readonly recorded: boolean
  /** Records that the pair's session created on both legs. */
  readonly created: readonly CreatedPair[]
  /** Faults of the candidate's answer that neither legacy's nor control's answer has in this pair. */
  readonly faults: readonly Fault[]
  /** Control's body: a value that it repeats is not drawn for each request. */
  readonly controlSays?: string
  /** Receives each random-looking value before it is judged. */
  readonly drew?: NoiseLedger['drew']
}

/**
 * Separates noise from signal and names the source of each noise: control, which did not repeat the value in this pair either; a rule of the
 * user's; a builtin learner; or control's record over many pairs. Each explains only what legacy or control did *in kind*: that a price
 * varies does not excuse that it became a text, and no variation excuses an answer that died as theirs never did.
 *
 * @param legacysOwn where control, which is legacy asked a second time, differs from legacy.
 */
export function separate(
  differences: readonly Difference[],
  legacysOwn: readonly Difference[],
  route: string,
  context: PairContext,
  { rules, learned, roots = {} }: NoiseKnowledge,
): { readonly signal: Difference[]; readonly noise: NoiseDifference[] } {
  const sides = sidesOf(context, roots)
  const controls = groupedBy(legacysOwn, exactPlace)
  const others = learned.faults[route] ?? []
  const diedAlone = context.faults.some((fault) => !others.includes(fault))
  /** Returns the source if control's answer or a rule explains the difference. */
  const byPrecedent = (difference: Difference): string | undefined => {
    if (diedAlone) return undefined
    if (isControls(difference, controls.get(exactPlace(difference)))) return 'control'
    const rule = isFault(difference) ? undefined : ruleFor(rules, route, difference, context.receivedAt)
    return rule === undefined ? undefined : `rule:${rule.name}`
  }
  const byEquality = (difference: Difference): string | undefined => {
    if (isFault(difference)) return undefined
    if (context.recorded && differsOnlyWhereHidden(difference)) return 'builtin:redacted'
    if (differsOnlyInCreated(difference, context.created)) return 'builtin:created'
    const builtin = builtinFor(difference, sides)
    if (builtin !== undefined) return `builtin:${builtin}`
    return differsInRandomValues(route, difference, { ...context, sides }, learned) ? randomSource : undefined
  }
  const sourceOf = (difference: Difference): string | undefined =>
    byPrecedent(difference) ??
    byEquality(difference) ??
    (!diedAlone && isLearnedNoise(route, difference, learned) ? 'learned' : undefined)
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

/** True for an answer that died: no rule and no learner explains it, only legacy or control dying the same way. */
function isFault({ part, kind, candidate }: Difference): boolean {
  return kind === 'cut-short' || kind === 'unreadable' || (part === 'status' && Number(candidate) >= 500)
}

/** True when control, too, differs from legacy at that place and the candidate says something like either. */
function isControls(difference: Difference, own: readonly Difference[] | undefined): boolean {
  if (own === undefined) return false
  const { legacy, candidate } = difference
  if (candidate === undefined || difference.kind === 'order') return true
  const shown = [legacy, ...own.map((each) => each.candidate)].filter((value) => value !== undefined)
  return isInKind(difference, candidate, shown)
}

/** Name in reports for values that each side drew for itself. */
export const randomSource = 'builtin:random'

/** True when each side shows a random value of its own that it did not show in another request. */
function differsInRandomValues(
  route: string,
  difference: Difference,
  context: PairContext & { readonly sides: Sides },
  learned: NoiseSnapshot,
): boolean {
  const { kind, path, legacy, candidate } = difference
  if (kind !== 'value' || legacy === undefined || candidate === undefined || isCut(legacy, candidate)) return false
  const { sides } = context
  const values =
    randomValuesOf(difference, legacy, candidate) ??
    randomValuesOf(
      difference,
      maskedBy(learners, legacy, path, sides.legacy),
      maskedBy(learners, candidate, path, sides.candidate),
    )
  if (values === undefined || isRepeatedByControl(values, context)) return false
  context.drew?.(route, difference, values)
  return learned.repeated[placeOf(route, difference)] !== true
}

function isRepeatedByControl({ legacy }: RandomValues, { controlSays = '' }: PairContext): boolean {
  return legacy.some((value) => controlSays.includes(value))
}

/** What learners may look at for each stack. */
interface Sides {
  readonly legacy: NoiseContext
  readonly candidate: NoiseContext
}

function sidesOf({ receivedAt, hosts }: PairContext, { legacy, candidate }: OwnRoots): Sides {
  const of = (own: readonly string[], root: string | undefined): NoiseContext => ({
    receivedAt,
    own,
    ...(root === undefined ? {} : { root }),
  })
  return { legacy: of(hosts.legacy, legacy), candidate: of(hosts.candidate, candidate) }
}

/** True for values that were cut: they may differ in the parts left out. */
function isCut(legacy: string, candidate: string): boolean {
  return Math.max(legacy.length, candidate.length) >= maxKeptLength - 2
}

/** Returns the id of the learner that makes both values equal; if it takes several, their ids joined by `+`. */
function builtinFor({ kind, path, legacy, candidate }: Difference, sides: Sides): string | undefined {
  if (kind !== 'value' || legacy === undefined || candidate === undefined || legacy === candidate) return undefined
  if (isCut(legacy, candidate)) return undefined
  const [before, after] = [sides.legacy, sides.candidate]
  const alone = learners.find(({ mask }) => mask(legacy, path, before) === mask(candidate, path, after))
  if (alone !== undefined) return alone.id
  // A host that stands on both sides is no difference, even if it belongs to one stack.
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
