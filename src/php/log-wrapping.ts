/**
 * PHP's messages reach a log in many ways: dated by PHP; passed on by php-fpm's master line by line (long lines in pieces, empty ones
 * never); sent to the web server, which quotes them whole; or sent to syslog, one message per line. This module removes whatever was put
 * around them.
 */

/** A line of the log without its wrapping. */
interface Line {
  readonly text: string
  /** True when each line has a date and a name in front: only the words tell where another message begins. */
  readonly isWrapped: boolean
  /** True when PHP itself dated the line, which it does once per message. */
  readonly isDated: boolean
  /** True when the next line continues in the middle of this one. */
  readonly isCut: boolean
}

const begins = /^PHP (?:[A-Z][a-z]+ )?(?:[a-z]+ )?(?:error|Warning|Notice|Deprecated|Standards):\s/i
const goesOnAnew = /^(?:Stack trace:|#\d+ | {2}thrown in )/

/**
 * Returns PHP's messages, whole and without dates.
 * @param entries of a log, or parts of entries.
 */
export function unwrap(entries: readonly string[]): string[] {
  const messages: string[] = []
  const longest = longestToldOn(entries)
  let isCut = false
  for (const entry of entries) {
    for (const [index, raw] of unquoted(entry).split('\n').entries()) {
      const line = peeled(raw, longest)
      const joint = isCut && !goesOnAnew.test(line.text) ? '' : '\n'
      const isNew = line.isDated || begins.test(line.text) || (index === 0 && !line.isWrapped)
      const before = isNew ? undefined : messages.pop()
      messages.push(before === undefined ? line.text : before + joint + line.text)
      isCut = line.isCut
    }
  }
  return messages
}

/** Takes apart the one entry in which nginx and Apache log all messages of a request, each after `PHP message: `; Apache escapes line breaks. */
function unquoted(entry: string): string {
  return entry
    .replaceAll(/^.*FastCGI sent in stderr: "([^]*?)" while .*, client: .*$/gm, (_, words: string) => apart(words))
    .replaceAll(/^\[.*\[client .*\] AH01071: Got error '(.*)'(?:, referer: \S*)?$/gm, (_, words: string) =>
      apart(unescaped(words)),
    )
    .replaceAll(/^\[.*\[client [^\]\n]*\] (PHP .*?)(?:, referer: \S*)?$/gm, (_, words: string) => unescaped(words))
}

function apart(words: string): string {
  return words.replaceAll(/(?:; )?PHP message: /g, '\n').trimStart()
}

function unescaped(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
  return text.replaceAll(/\\([nrt\\'"])/g, (_, letter: string) => escapes[letter] ?? letter)
}

const phpsDate = /^\[\d{2}-[A-Z][a-z]{2}-\d{4} \d{2}:\d{2}:\d{2}[^\]\n]*\] /
const toldOn = /^(?:[A-Z]+: )?(?:\[pool [^\]\n]*\] )?child \d+ said into std(?:err|out): "(.*)$/
const toldOnEnds = /"(?:, pipe is closed)?$/
const workersNotice = /^[A-Z]+: (?:\[pool [^\]\n]*\] )?PHP message: (.*)$/
const isoDate = String.raw`\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)`
const syslogs = [
  // In a file: `Nov 26 10:00:00 host php-fpm[7]: words`
  new RegExp(
    String.raw`^(?:<\d+>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|${isoDate}) \S+ [^\s:[\]]+(?:\[\d+\])?: (.*)$`,
  ),
  // RFC 5424: `<11>1 DATE host php-fpm 7 - - words`
  new RegExp(String.raw`^<\d+>1 ${isoDate} \S+ \S+ \S+ \S+ (?:-|\[.*?\]) ?\uFEFF?(.*)$`),
]

function peeled(raw: string, longest: number): Line {
  let line: Line = { text: raw, isWrapped: false, isDated: false, isCut: false }
  for (let layer = 0; layer < maxLayers; layer += 1) line = peeledOnce(line, longest) ?? line
  return line
}

/** Maximum number of layers: a date of syslog's, one of php-fpm's, a worker's notice, a date of PHP's. Nothing wraps more. */
const maxLayers = 6

/** Removes one layer. A date outside another layer is not PHP's, whose date is innermost, so `isDated` starts over with each layer. */
function peeledOnce(line: Line, longest: number): Line | undefined {
  const { text } = line
  const dateless = text.replace(phpsDate, '')
  if (dateless !== text) return { ...line, text: dateless, isDated: true }
  const told = toldOn.exec(text)?.[1]
  if (told !== undefined)
    return { text: told.replace(toldOnEnds, ''), isWrapped: true, isDated: false, isCut: lengthOf(text) === longest }
  const noticed = workersNotice.exec(text)?.[1]
  if (noticed !== undefined) return { ...line, text: noticed, isWrapped: true, isDated: true }
  const logged = syslogs.map((form) => form.exec(text)?.[1]).find((words) => words !== undefined)
  return logged === undefined ? undefined : { ...line, text: withoutMarks(logged), isWrapped: true, isDated: false }
}

/** Restores control characters from the notation of PHP (`\x09`) and rsyslog (`#012`). */
function withoutMarks(text: string): string {
  return text
    .replaceAll(/#(\d{3})/g, (mark, code: string) => control(mark, parseInt(code, 8)))
    .replaceAll(/\\x([0-9a-f]{2})/g, (mark, code: string) => control(mark, parseInt(code, 16)))
}

function control(mark: string, code: number): string {
  return code < 32 ? String.fromCharCode(code) : mark
}

/** Bytes that php-fpm by default writes in a line at most (log_limit), less its date. */
const defaultLimit = 990

/** Returns the length at which php-fpm cuts lines (log_limit). The log does not state it, but its longest line shows it. */
function longestToldOn(entries: readonly string[]): number {
  const lengths = entries.flatMap((entry) =>
    entry.split('\n').map((line) => (line.includes(' said into std') ? lengthOf(line.replace(phpsDate, '')) : 0)),
  )
  return Math.max(
    defaultLimit,
    lengths.reduce((max, length) => Math.max(max, length), 0),
  )
}

/** Returns the length in bytes, as php-fpm counts it. */
function lengthOf(text: string): number {
  return Buffer.byteLength(text)
}
