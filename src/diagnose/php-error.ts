import type { Exchange } from '../model/exchange.js'

/** An uncaught error of PHP with the place where it was thrown. */
export interface PhpError {
  /** Class of what was thrown: `DivisionByZeroError`. */
  readonly type: string
  readonly message: string
  readonly file: string
  readonly line: number
  /** Of the stack trace the nearest line of another file: where many pages share a function, the one that called it. */
  readonly calledFrom?: { readonly file: string; readonly line: number }
}

/**
 * PHP's own words for it, in the log (`PHP Fatal error:  Uncaught …`) and, with display_errors, in the page, where
 * html_errors wraps the words in `<b>`. The message may span words but not lines; `:LINE` or ` on line N` ends it.
 */
const place = / in (\/[^\s:]+|[A-Z]:\\[^\s:]+|[\w./-]+\.php)(?::| on line )(\d+)/.source
const uncaught = new RegExp(`Uncaught ([\\w\\\\]+): ([^\\r\\n]*?)${place}`)

export function uncaughtErrorIn(text: string): PhpError | undefined {
  const found = uncaught.exec(text.replace(/<\/?b>/g, ''))
  if (found === null) return undefined
  const [, type = '', message = '', file = '', line = '0'] = found
  const calledFrom = callerIn(text.slice(found.index), file)
  return { type, message, file, line: Number(line), ...(calledFrom === undefined ? {} : { calledFrom }) }
}

/** A frame of a trace: `#1 /srv/www/page.php(5): lines('SELECT…')`. */
const frame = /^#\d+ (\/[^\n(]+|[A-Z]:\\[^\n(]+)\((\d+)\): /gm

function callerIn(trace: string, thrownIn: string): PhpError['calledFrom'] {
  for (const [, file = '', line = '0'] of trace.matchAll(frame)) {
    if (file !== thrownIn) return { file, line: Number(line) }
  }
  return undefined
}

/** The uncaught error of an exchange, and whether the page or the log told it. @param page its body as text, content coding undone. */
export function uncaughtErrorOf(
  exchange: Exchange,
  page = textOf(exchange),
): { error: PhpError; toldBy: 'page' | 'log' } | undefined {
  const inLog = uncaughtErrorIn((exchange.log ?? []).join('\n'))
  if (inLog !== undefined) return { error: inLog, toldBy: 'log' }
  const inPage = uncaughtErrorIn(page)
  return inPage === undefined ? undefined : { error: inPage, toldBy: 'page' }
}

/** A body as text for a search of ASCII words; its charset does not matter for those. */
export function textOf(exchange: Exchange): string {
  const bytes = exchange.response?.body.bytes
  return bytes === undefined ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
