import type { PhpError } from './php-error.js'
import type { Place } from './place.js'
import type { Frame } from './trace.js'

/**
 * Returns where a statement was written. Database errors are thrown in one place for all pages: in the class that passes the statement on,
 * or in one around it. The line to fix is the one that first handed the statement over.
 *
 * @param sql the statement, if a tap saw it. A trace shows its beginning, if it shows arguments at all.
 */
export function callerOf(error: PhpError, sql?: string): Place {
  const { frames } = error
  const handed = sql === undefined ? firstArgument(frames) : beginningOf(sql)
  const outermost = handed === undefined ? -1 : frames.findLastIndex((frame) => hands(frame, handed))
  const { file, line } = frames[outwards(frames, outermost, error)] ?? frames[lastOfSameName(frames, error)] ?? error
  return { file, line }
}

/** Follows the statement outwards while the trace leaves an argument out whole ('...'): in the file that throws, it was passed on. */
function outwards(frames: readonly Frame[], from: number, thrown: Place): number {
  const next = frames[from + 1]
  const goesOn = from >= 0 && frames[from]?.file === thrown.file && next !== undefined && argumentsOf(next).includes('')
  return goesOn ? outwards(frames, from + 1, thrown) : from
}

/** Number of characters of an argument that a trace shows before `...`. */
const shownCharacters = 15

const quoted = /'((?:[^'\\]|\\.)*)'/g

function argumentsOf({ call }: Frame): string[] {
  return [...call.matchAll(quoted)].map(([, text = '']) =>
    beginningOf(text.replace(/\.\.\.$/, '').replaceAll(/\\[nrt]/g, ' ')),
  )
}

function beginningOf(text: string): string {
  return text.slice(0, shownCharacters).replaceAll(/\s+/g, ' ').trim()
}

function firstArgument(frames: readonly Frame[]): string | undefined {
  return frames.flatMap(argumentsOf).find((text) => text.length > 3)
}

function hands(frame: Frame, handed: string): boolean {
  return argumentsOf(frame).some((text) => text.length > 3 && (handed.startsWith(text) || text.startsWith(handed)))
}

/**
 * Returns the index of the caller when the trace shows no arguments: frames in the file that throws, and methods that call another of the
 * same name, only pass the statement on.
 */
function lastOfSameName(frames: readonly Frame[], thrown: Place): number {
  const name = nameOf(frames[0])
  let last = 0
  while (last + 1 < frames.length && (frames[last]?.file === thrown.file || nameOf(frames[last + 1]) === name))
    last += 1
  return last
}

/** Returns `query` for `Db->query()`. */
function nameOf(frame: Frame | undefined): string | undefined {
  return /([^>:\\]+)\(/.exec(frame?.call ?? '')?.[1]
}
