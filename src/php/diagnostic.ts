import { openable, type Place } from './place.js'
import { framesIn, type Frame } from './trace.js'

/** PHP's words for the severity, as it writes them. */
export const levels = [
  'Fatal error',
  'Parse error',
  'Recoverable fatal error',
  'Catchable fatal error',
  'Warning',
  'Notice',
  'Deprecated',
  'Strict Standards',
  'Unknown error',
] as const
export type Level = (typeof levels)[number]

export function isLevel(word: string): word is Level {
  return (levels as readonly string[]).includes(word)
}

/** What PHP says about a script, in its log or in its page. */
export interface PhpDiagnostic extends Place {
  readonly level: Level
  /** Class of what was thrown and not caught; absent for anything else. */
  readonly type?: string
  readonly message: string
  /** Frames from the place where it was thrown outwards. */
  readonly frames: readonly Frame[]
  /** Exceptions that were caught before it and led to it, the first one first. */
  readonly previous: readonly (Place & { readonly type: string; readonly message: string })[]
}

/** True when the script ends there, unless a handler of its own goes on. */
export function isFatal({ level }: PhpDiagnostic): boolean {
  return level.endsWith('error') && level !== 'Unknown error'
}

/**
 * Reads one message of PHP's.
 * @param body the words after `PHP LEVEL:  `, to their end or to where they were cut.
 */
export function readDiagnostic(level: Level, body: string): PhpDiagnostic {
  if (body.startsWith(uncaught)) return readThrown(level, body)
  const placed = splitAtPlace(body)
  return { level, ...placed, frames: [], previous: [] }
}

const uncaught = 'Uncaught '
const thrownIn = '\n  thrown in '

function readThrown(level: Level, body: string): PhpDiagnostic {
  const end = body.lastIndexOf(thrownIn)
  // PHP 7.4 writes at most log_errors_max_len of the message, and the place after it.
  const placed = splitAtPlace(end < 0 ? body : `${body.slice(0, end)} in ${body.slice(end + thrownIn.length)}`)
  const links = placed.message.slice(uncaught.length).split(nextLink).map(readLink)
  const last = links.pop() ?? { message: '', file: '', line: 0, frames: [] }
  const { file, line } = placed.file === '' ? last : placed
  const { type, message, frames } = last
  const previous = links.map((link) => ({
    type: link.type ?? level,
    message: link.message,
    file: link.file,
    line: link.line,
  }))
  return { level, ...(type === undefined ? {} : { type }), message, file, line, frames, previous }
}

/** Matches without the empty line, too, because some logs keep none. */
const nextLink = /(?<=^#\d+ \{main\})\n+Next (?=[^\s:]+(?:: | in ))/m

interface Link extends Place {
  readonly type?: string
  readonly message: string
  readonly frames: readonly Frame[]
}

/** Reads `CLASS: message in FILE:LINE` and the trace after it; a class with a __toString writes its own words instead. */
function readLink(text: string): Link {
  const traceAt = text.lastIndexOf('\nStack trace:')
  const top = traceAt < 0 ? text : text.slice(0, traceAt)
  const { words, ...place } = splitAtColonPlace(top)
  const [, type, message = ''] = /^([^\s:]+)(?:: ?([\s\S]*))?$/.exec(words) ?? []
  const frames = traceAt < 0 ? [] : framesIn(text.slice(traceAt))
  return type === undefined ? { message: words, ...place, frames } : { type, message, ...place, frames }
}

/** Splits at the last line that ends with ` in FILE on line N`: it ends the message, and what follows was written by something else. */
function splitAtPlace(body: string): Place & { readonly message: string } {
  for (const end of [...body.matchAll(/ on line (\d+)[ \t]*$/gm)].reverse()) {
    const lineAt = body.lastIndexOf('\n', end.index) + 1
    const line = body.slice(lineAt, end.index)
    const at = line.lastIndexOf(' in ')
    if (at < 0 || line.length === at + 4) continue
    return { message: body.slice(0, lineAt + at), ...openable(line.slice(at + 4), Number(end[1])) }
  }
  return { message: body.trimEnd(), file: '', line: 0 }
}

function splitAtColonPlace(top: string): Place & { readonly words: string } {
  const at = top.lastIndexOf(' in ')
  const [, path, line] = at < 0 ? [] : (/^(\S.*):(\d+)[ \t]*$/.exec(top.slice(at + 4)) ?? [])
  return path === undefined
    ? { words: top, file: '', line: 0 }
    : { words: top.slice(0, at), ...openable(path, Number(line)) }
}
