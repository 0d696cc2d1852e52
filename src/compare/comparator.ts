import type { Difference, DifferenceKind, DifferencePart } from '../model/difference.js'
import type { Response } from '../model/http.js'
import type { BodyKind, ReadBody } from './read/body.js'
import type { Work } from './work.js'

/** An answer with its body decoded. */
export interface Answer {
  readonly response: Response
  readonly body: ReadBody
}

/** `host:port` of each stack's own addresses: each may name its own, and to name the other's is a finding. */
export interface OwnHosts {
  /** Control's too: it is the same stack. */
  readonly legacy: readonly string[]
  readonly candidate: readonly string[]
}

export const noHosts: OwnHosts = { legacy: [], candidate: [] }

export interface Surroundings {
  readonly hosts: OwnHosts
  /** Path and query of the request, against which a relative redirect is read (RFC 9110 §10.2.2); `/` where it is not known. */
  readonly target?: string
  /** Of the request: an answer to HEAD has no body that could speak for it. `GET` where it is not known. */
  readonly method?: string
}

/** What a comparator works with beside the answers. */
export interface Circumstances extends Surroundings {
  /** Counted down by whatever may take long. */
  readonly work: Work
  /** Lists are aligned beginning with the candidate's: what differs is found at the same places whichever side is legacy's. */
  readonly turned: boolean
}

/** Finds where two answers disagree in one respect. */
export interface Comparator {
  /** Body comparators take the bodies of these kinds; the others look at every answer. */
  readonly kinds?: readonly BodyKind[]
  compare(legacy: Answer, candidate: Answer, circumstances: Circumstances): Iterable<Difference>
}

/**
 * Longest value that a difference keeps while it is judged, in characters: of longer ones what is the same at both ends is left out, and
 * what is longer still is cut around the place where they part. Only the latter are this long.
 */
export const maxKeptLength = 20_000
/** The same when it is shown. */
const maxShownLength = 200
/** Characters before the place where two values part that are shown. */
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

/** As it is shown and recorded: both values cut around the place where they begin to differ. */
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

/** Where two values begin to differ; 0 where there is only one. */
function partingOf(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return 0
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at
}

/** How many characters at the end of both are the same, but for those before the parting. */
function equalEndOf(one: string | undefined, other: string | undefined, parting: number): number {
  if (one === undefined || other === undefined) return 0
  const max = Math.min(one.length, other.length) - parting
  let count = 0
  while (count < max && one.at(-1 - count) === other.at(-1 - count)) count += 1
  return count
}
