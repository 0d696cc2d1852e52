import type { Difference, DifferenceKind, DifferencePart } from '../model/difference.js'
import type { Response } from '../model/http.js'
import type { BodyKind, DecodedBody } from './decode.js'
import type { Work } from './work.js'

/** An answer with its body decoded. */
export interface Answer {
  readonly response: Response
  readonly body: DecodedBody
}

export interface Surroundings {
  /** `host:port` of the stacks' own addresses: a URL to one of them is the same URL. */
  readonly hosts: readonly string[]
}

/** What a comparator works with beside the answers. */
export interface Circumstances extends Surroundings {
  /** Counted down by whatever may take long. */
  readonly work: Work
}

/** Finds where two answers disagree in one respect. */
export interface Comparator {
  /** Body comparators take the bodies of these kinds; the others look at every answer. */
  readonly kinds?: readonly BodyKind[]
  compare(legacy: Answer, candidate: Answer, circumstances: Circumstances): Iterable<Difference>
}

/** Longest value that a difference shows, in characters. */
const longestValue = 200

export function difference(
  part: DifferencePart,
  kind: DifferenceKind,
  path: string,
  legacy?: string,
  candidate?: string,
): Difference {
  return {
    part,
    kind,
    path,
    ...(legacy === undefined ? {} : { legacy: bounded(legacy) }),
    ...(candidate === undefined ? {} : { candidate: bounded(candidate) }),
  }
}

function bounded(value: string): string {
  return value.length <= longestValue ? value : `${value.slice(0, longestValue - 1)}…`
}
