import type { Evidence } from '../model/finding.js'
import { isFatal, isLevel, readDiagnostic, type PhpDiagnostic } from './diagnostic.js'
import { fileName, type Place } from './place.js'
import type { Frame } from './trace.js'

/** An error that ended a script, with the place where it was thrown. */
export interface PhpError extends Place {
  /** Class of what was thrown, `DivisionByZeroError`; for anything else PHP's level, `Fatal error` or `Parse error`. */
  readonly type: string
  readonly message: string
  /** Frames from the place where it was thrown outwards. */
  readonly frames: readonly Frame[]
}

/** Returns the first diagnostic that ended the script: what comes after it is said by shutdown functions. */
export function errorAmong(diagnostics: readonly PhpDiagnostic[]): PhpError | undefined {
  const fatal = diagnostics.find(isFatal)
  if (fatal === undefined) return undefined
  const { type = fatal.level, message, file, line, frames } = fatal
  return { type, message, file, line, frames }
}

/** An error up to its place, as a handler or a framework writes it without PHP's level in front. */
const bare =
  /Uncaught [\w\\]+: [^]{0,4000}? in (?:\/[^\s:]+|[A-Z]:\\[^\s:]+|[\w./-]+\.php)(?::\d+|(?= on line \d+) on line \d+)/

export function bareErrorIn(text: string): PhpError | undefined {
  if (!text.includes('Uncaught ')) return undefined
  const plain = text.replaceAll(/<\/?b>/g, '')
  const found = bare.exec(plain)
  if (found === null) return undefined
  const { message, frames, type = '', ...place } = readDiagnostic('Fatal error', found[0])
  return { type, message, file: place.file, line: place.line, frames }
}

/** Names an error as PHP does: by its class if it was thrown, by PHP's level otherwise. */
export function wordsOf({ type, message }: PhpError): {
  readonly class?: string
  readonly level?: string
  readonly message: string
} {
  return isLevel(type) ? { level: type, message } : { class: type, message }
}

/** True for what a refused statement throws. */
export function isOfDatabase({ type }: PhpError): boolean {
  return type === 'mysqli_sql_exception' || type === 'PDOException'
}

/** Returns ` in list.php:40, thrown in db.php:12`; empty if the log was cut before the place. */
export function placeInWords(place: Place, thrown: Place): string {
  if (place.file === '') return ''
  const thrownIn = isSamePlace(place, thrown) ? '' : `, thrown in ${shortly(thrown)}`
  return ` in ${shortly(place)}${thrownIn}`
}

export function evidenceOfPlace(place: Place, thrown: Place): Evidence {
  if (place.file === '') return {}
  const { file, line } = place
  return isSamePlace(place, thrown) ? { file, line } : { file, line, thrownIn: `${thrown.file}:${thrown.line}` }
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.file === other.file && one.line === other.line
}

function shortly(place: Place): string {
  return `${fileName(place)}:${place.line}`
}
