import type { Difference, DifferenceKind, DifferencePart } from '../model/difference.js'
import type { Response } from '../model/http.js'
import type { BodyKind, ReadBody } from './read/body.js'
import type { Work } from './work.js'

/** An answer with its body decoded. */
export interface Answer {
  readonly response: Response
  readonly body: ReadBody
}

/** `host:port` of each stack's own addresses. A stack may name its own; naming the other's is a finding. */
export interface OwnHosts {
  /** Control's too, because control is the same stack. */
  readonly legacy: readonly string[]
  readonly candidate: readonly string[]
}

export const noHosts: OwnHosts = { legacy: [], candidate: [] }

export interface Surroundings {
  readonly hosts: OwnHosts
  /** Path and query of the request, to resolve a relative redirect (RFC 9110 §10.2.2); `/` if unknown. */
  readonly target?: string
  /** Method of the request, because an answer to HEAD has no body to compare; `GET` if unknown. */
  readonly method?: string
}

/** What a comparator gets besides the answers. */
export interface Circumstances extends Surroundings {
  /** Budget that every expensive step draws on. */
  readonly work: Work
  /** True to align lists from the candidate's side, so that the places of differences do not depend on which side is legacy's. */
  readonly turned: boolean
}

/** Finds where two answers disagree in one respect. */
export interface Comparator {
  /** Kinds of body that this comparator takes; absent for comparators that look at every answer. */
  readonly kinds?: readonly BodyKind[]
  compare(legacy: Answer, candidate: Answer, circumstances: Circumstances): Iterable<Difference>
}

/**
 * Longest value, in characters, that a difference keeps while it is judged. From longer values the equal beginning and end are left out; if
 * that is not enough, the rest is cut. Only values that were cut are about this long.
 */
export const maxKeptLength = 20_000
/** Longest value that is shown, in characters. */
const maxShownLength = 200
/** Number of characters shown before the place where two values part. */
const before = 60

export function difference(
  part: DifferencePart,
  kind: DifferenceKind,
  path: string,
  legacy?: string,
  candidate?: string,
): Difference {
  return cutTo(maxKeptLength, 'equal ends left out', {
    part,
    kind,
    path,
    ...(legacy === undefined ? {} : { legacy }),
    ...(candidate === undefined ? {} : { candidate }),
  })
}

/** Returns the difference as it is shown and recorded: both values cut around the place where they part. */
export function shown(difference: Difference): Difference {
  return cutTo(maxShownLength, 'from the parting on', difference)
}

function cutTo(
  longest: number,
  what: 'equal ends left out' | 'from the parting on',
  { legacy, candidate, ...rest }: Difference,
): Difference {
  const parting = partingOf(legacy, candidate)
  const from = Math.max(0, parting - before)
  const equalEnd = what === 'equal ends left out' ? equalEndOf(legacy, candidate, parting) : 0
  const cut = (value: string): string => {
    if (value.length <= longest) return value
    const start = from === 0 ? '' : '…'
    const piece = value.slice(from, Math.min(from + longest - 2, value.length - Math.max(0, equalEnd - before)))
    return `${start}${piece}${from + piece.length < value.length ? '…' : ''}`
  }
  return {
    ...rest,
    ...(legacy === undefined ? {} : { legacy: cut(legacy) }),
    ...(candidate === undefined ? {} : { candidate: cut(candidate) }),
  }
}

/** Returns the index at which two values begin to differ; 0 if there is only one value. */
function partingOf(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return 0
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at
}

/** Counts the characters that are the same at the end of both values, without those before the parting. */
function equalEndOf(one: string | undefined, other: string | undefined, parting: number): number {
  if (one === undefined || other === undefined) return 0
  const max = Math.min(one.length, other.length) - parting
  let count = 0
  while (count < max && one.at(-1 - count) === other.at(-1 - count)) count += 1
  return count
}
