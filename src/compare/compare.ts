import type { Difference } from '../model/difference.js'
import type { Exchange } from '../model/exchange.js'
import type { Response } from '../model/http.js'
import { byteOrderMark } from './byte-order-mark.js'
import { difference, type Answer, type Circumstances, type Surroundings } from './comparator.js'
import { linesOf } from './comparators/text.js'
import { cutShort } from './cut-short.js'
import { readBody, type ReadBody } from './read/body.js'
import type { BodyMemo } from './memo.js'
import { comparators } from './registry.js'
import { OverBudget, workOf } from './work.js'

/** Number of differences past which a pair has nothing in common and more of them say nothing. */
export const maxDifferences = 200

export interface CompareOptions extends Surroundings {
  /** True when the bodies were the same bytes and were left out: only the rest is compared. */
  readonly identicalBodies: boolean
  /** Remembers earlier comparisons; without it every body is compared each time. */
  readonly memo?: BodyMemo
}

/** Returns the differences of two answers, at most `maxDifferences`. Empty if a leg has no answer: its failure is reported elsewhere. */
export function differencesBetween(legacy: Exchange, candidate: Exchange, options: CompareOptions): Difference[] {
  if (legacy.response === undefined || candidate.response === undefined) return []
  return differencesOfAnswers(answerOf(legacy.response), answerOf(candidate.response), options)
}

/** Returns the same for answers that were read before. */
export function differencesOfAnswers(legacy: Answer, candidate: Answer, options: CompareOptions): Difference[] {
  return firstOf(differences(legacy, candidate, options))
}

function firstOf(differences: Iterable<Difference>): Difference[] {
  const found: Difference[] = []
  for (const one of differences) {
    found.push(one)
    if (found.length >= maxDifferences) break
  }
  return found
}

/** Reads an answer: undoes the content coding and charset of its body. */
export function answerOf(response: Response): Answer {
  return { response, body: readBody(response) }
}

function* differences(legacy: Answer, candidate: Answer, options: CompareOptions): Iterable<Difference> {
  const turned = Buffer.compare(legacy.body.bytes, candidate.body.bytes) > 0
  const { hosts, target = '/', method = 'GET' } = options
  const circumstances = { hosts, target, method, work: workOf(), turned }
  for (const comparator of comparators.filter(({ kinds }) => kinds === undefined)) {
    yield* comparator.compare(legacy, candidate, circumstances)
  }
  if (options.identicalBodies) return
  const compare = (): readonly Difference[] => bodies(legacy, candidate, circumstances)
  yield* options.memo === undefined ? compare() : options.memo(legacy, candidate, compare)
}

function bodies(legacy: Answer, candidate: Answer, circumstances: Circumstances): readonly Difference[] {
  const [before, after] = [legacy.body, candidate.body]
  if (before.undecoded === after.undecoded && Buffer.compare(before.bytes, after.bytes) === 0) return []
  const cut = cutShort(legacy, candidate)
  if (before.undecoded !== after.undecoded) return [cut ?? unlikeCodings(before, after)]
  return cut === undefined ? inDetail(legacy, candidate, circumstances) : [cut]
}

/** Reports content codings that could not be undone alike: `unreadable` if one is broken or cut, because its clients cannot undo it either. */
function unlikeCodings(before: ReadBody, after: ReadBody): Difference {
  const kind = [before, after].some(({ undecoded }) => undecoded === 'broken' || undecoded === 'cut')
    ? 'unreadable'
    : 'type'
  return difference('body', kind, 'body', asOpened(before), asOpened(after))
}

function asOpened({ undecoded, text, bytes }: ReadBody): string {
  return undecoded === undefined ? text : `${bytes.byteLength} bytes whose content coding is ${undecoded}`
}

function inDetail(legacy: Answer, candidate: Answer, circumstances: Circumstances): readonly Difference[] {
  const [before, after] = [legacy.body, candidate.body]
  if (after.kind === 'empty') return [difference('body', 'missing', 'body', before.text)]
  if (before.kind === 'empty') return [difference('body', 'added', 'body', undefined, after.text)]
  if (before.kind !== after.kind) return [difference('body', 'type', 'body', before.text, after.text)]
  const comparator = comparators.find(({ kinds }) => kinds?.includes(before.kind))
  const mark = [...byteOrderMark(before, after)]
  try {
    return [...mark, ...firstOf(comparator?.compare(legacy, candidate, circumstances) ?? [])]
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error
    return [...mark, ...coarsely(legacy, candidate, error.message, circumstances.turned)]
  }
}

/** Compares line by line what is too deep or too large for its own comparator, and says so in the place. */
function coarsely(legacy: Answer, candidate: Answer, why: string, turned: boolean): Difference[] {
  const lines = firstOf(linesOf(legacy.body, candidate.body, turned))
  return lines.map((difference) => ({ ...difference, path: `${difference.path}, as text: ${why}` }))
}
