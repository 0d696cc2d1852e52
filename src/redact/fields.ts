import { markStart } from './marks.js'
import { isSecretField } from './secret-names.js'

/** Where a value stands in a text. */
interface Span {
  readonly start: number
  readonly end: number
  /** A bare number of JSON: text takes its place, in quotes, and JSON stays JSON. */
  readonly bare: boolean
}

/** How a field and its value are written. Only names are matched by expressions: a hostile value costs no more than its length. */
interface Syntax {
  readonly fits: (text: string) => boolean
  /** Up to the value; the last group is the name. */
  readonly head: RegExp
  readonly values: (text: string, at: number, head: RegExpExecArray) => Span[]
  /** What the value means. */
  readonly read: (value: string) => string
}

const syntaxes: readonly Syntax[] = [
  {
    // A query or a form; a fragment too, where OAuth puts its tokens.
    fits: (text) => text.includes('='),
    head: /(?:[?&#]|^)([^=&?#\s]{1,80})=/g,
    values: (text, at) => [spanUntil(/[&#\s]/g, text, at)],
    read: decodedForm,
  },
  {
    // JSON, also as a string inside JSON or SQL, and in an HTML attribute.
    fits: (text) => text.includes(':') && /["&]/.test(text),
    head: /(\\?"|&quot;)([\w .\-[\]\\\u0080-\uffff]{1,80})\1\s{0,8}:\s{0,8}/g,
    values: (text, at, [, quote = '"']) => valuesOfJson(text, at, quote),
    read: decodedJson,
  },
  {
    // A multipart form (RFC 7578 §4).
    fits: (text) => text.includes('form-data'),
    head: /; ?name="([^"\r\n]{1,80})"[^\r\n]{0,100}\r\n(?:content-[^\r\n]{1,100}\r\n){0,3}\r\n/gi,
    values: (text, at) => {
      const end = text.indexOf('\r\n--', at)
      return [{ start: at, end: end === -1 ? text.length : end, bare: false }]
    },
    read: (value) => value,
  },
]

/** The values of secret fields, wherever they stand in a text, by what is put in their place. `replace` is given what a value means. */
export function replaceSecretFields(text: string, replace: (value: string) => string): string {
  return syntaxes.reduce((clean, syntax) => (syntax.fits(clean) ? replaced(clean, syntax, replace) : clean), text)
}

/** The same values as a list: so that they are found where they stand alone, in SQL or a log line. */
export function secretFieldValues(text: string): string[] {
  const values = new Set<string>()
  replaceSecretFields(text, (value) => {
    values.add(value)
    return markStart // whatever: what one syntax took, no other takes again
  })
  return [...values]
}

function replaced(text: string, { head, values, read }: Syntax, replace: (value: string) => string): string {
  let clean = ''
  let copied = 0
  head.lastIndex = 0
  for (let match = head.exec(text); match !== null; match = head.exec(text)) {
    if (!isSecretField(match.at(-1) ?? '')) continue
    for (const { start, end, bare } of values(text, head.lastIndex, match)) {
      if (start === end || text.startsWith(markStart, start)) continue
      const hidden = replace(read(text.slice(start, end)))
      clean += text.slice(copied, start) + (bare ? `"${hidden}"` : hidden)
      copied = end
      head.lastIndex = end
    }
  }
  return copied === 0 ? text : clean + text.slice(copied)
}

function spanUntil(stop: RegExp, text: string, start: number): Span {
  stop.lastIndex = start
  return { start, end: stop.exec(text)?.index ?? text.length, bare: false }
}

/** A string, a number, or a list of such. */
function valuesOfJson(text: string, at: number, quote: string): Span[] {
  if (text[at] !== '[') return valueOfJson(text, at, quote) ?? []
  const spans: Span[] = []
  const between = /[\s,]{0,80}/y
  for (let next = at + 1; ;) {
    between.lastIndex = next
    between.test(text)
    const found = valueOfJson(text, between.lastIndex, quote)
    if (found === undefined) return spans
    spans.push(...found)
    next = found[0].end + (found[0].bare ? 0 : quote.length)
  }
}

function valueOfJson(text: string, at: number, quote: string): [Span] | undefined {
  if (text.startsWith(quote, at)) {
    const start = at + quote.length
    return [{ start, end: quote === '"' ? endOfString(text, start) : indexOrEnd(text, quote, start), bare: false }]
  }
  const number = /-?\d[\d.eE+-]{0,60}/y
  number.lastIndex = at
  return number.test(text) ? [{ start: at, end: number.lastIndex, bare: true }] : undefined
}

/** Of a string that was cut off: the end of the text. */
function endOfString(text: string, start: number): number {
  for (let from = start; ;) {
    const quote = indexOrEnd(text, '"', from)
    let backslashes = 0
    while (quote - backslashes > from && text[quote - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0 || quote === text.length) return quote
    from = quote + 1
  }
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from)
  return at === -1 ? text.length : at
}

function decodedForm(value: string): string {
  if (!/[%+]/.test(value)) return value
  return new URLSearchParams(`v=${value}`).get('v') ?? value
}

function decodedJson(value: string): string {
  if (!value.includes('\\')) return value
  try {
    return String(JSON.parse(`"${value}"`))
  } catch {
    return value // cut off, or not quite JSON
  }
}
