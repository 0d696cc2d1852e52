import { endOfQuoted, fieldsBehind, indexOrEnd, type Span, type Syntax } from './syntax.js'

/** JSON, also as a string inside JSON or SQL, and in an HTML attribute. */
export const json: Syntax = {
  fits: (text) => text.includes(':') && /["&]/.test(text),
  fields: (text) =>
    fieldsBehind(
      text,
      /(\\?"|&quot;)([\w .\-[\]\\\u0080-\uffff]{1,80})\1\s{0,8}:\s{0,8}/g,
      ([, , name = '']) => name,
      (at, [, quote = '"']) => valuesOfJson(text, at, quote),
    ),
  read: decodedJson,
}

/** Returns the spans of a string, a number, or a list of them. */
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
    return [{ start, end: quote === '"' ? endOfQuoted(text, '"', start) : indexOrEnd(text, quote, start), bare: false }]
  }
  const number = /-?\d[\d.eE+-]{0,60}/y
  number.lastIndex = at
  return number.test(text) ? [{ start: at, end: number.lastIndex, bare: true }] : undefined
}

function decodedJson(value: string): string {
  if (!value.includes('\\')) return value
  try {
    return String(JSON.parse(`"${value}"`))
  } catch {
    return value // cut off, or not quite JSON
  }
}
