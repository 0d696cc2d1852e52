import { looksRandom } from '../../model/random-text.js'
import { secrecyOf } from '../secret-names.js'
import { endOfQuoted, indexOrEnd, type Span, type Syntax } from './syntax.js'

/** Operators that set, compare or list. The search is for them, then for the name before: trying each word as a name takes ten times as long. */
const operator = /[=:]|<>|\s(?:NOT|LIKE|IN)\b/gi
/** Matches a name, its operator, and the opening quote of the value if it has one. */
const head = new RegExp(
  [
    String.raw`([\w$.%[-]{2,80})(?:\\?["'\x60]|\]|&quot;|&#0?39;){0,3}`,
    String.raw`\s{0,8}(?:=>|:=|={1,3}|<=>|!=|<>|:|\s(?:NOT\s{1,4})?LIKE\b|\s(?:NOT\s{1,4})?IN\s{0,4}(?=\())\s{0,8}`,
    String.raw`((?:\w{0,40}\s{0,4}\(\s{0,4}){0,3}(?:BINARY\s{1,4})?)(\\?["'\x60]|&quot;|&#0?39;|&apos;)?`,
  ].join(''),
  'iy',
)
const longest = { name: 80, spaces: 8, closers: 3 }
/** Not a value but what stands for one: `{$x}`, `:name`, `?`. */
const placeholder = /^(?:[$:@?{%]|[\w.]{1,60}\()/
const bareValue = /[^\s,;&"'<>()\x60\\[\]{}]{4,400}/y

/**
 * Scripts, SQL, logs, settings and dumps of variables: `apiKey = '…'`, `password = SHA1('…')`, `[password] => …`, `password=…`. Without
 * quotes, a word is not taken for a value: `Password: required` is a label.
 */
export const assignment: Syntax = {
  fits: (text) => /[=:]|\b(?:LIKE|IN)\b/i.test(text),
  fields: function* (text) {
    const [search, heads] = [new RegExp(operator), new RegExp(head)]
    for (let found = search.exec(text); found !== null; found = search.exec(text)) {
      const { start, end: endOfName } = nameBefore(text, found.index)
      const secrecy = start < endOfName ? secrecyOf(text.slice(start, endOfName)) : 'none'
      if (secrecy === 'none') continue
      heads.lastIndex = start
      const [, , brackets, quote] = heads.exec(text) ?? []
      const at = heads.lastIndex
      if (at < search.lastIndex) continue
      search.lastIndex = at
      const spans = quote === undefined ? bare(text, at) : quotedList(text, at, quote, brackets !== '')
      for (const { start, end } of spans) {
        yield { secrecy, start, end, bare: false }
        search.lastIndex = Math.max(search.lastIndex, end)
      }
    }
  },
  read: unescapedQuoted,
}

/** Returns the name before an operator; empty if there is none, or if it is too long to be one. */
function nameBefore(text: string, operatorAt: number): { readonly start: number; readonly end: number } {
  let end = operatorAt
  if (/[!<]/.test(text.charAt(end - 1))) end -= 1
  for (let spaces = 0; spaces < longest.spaces && /\s/.test(text.charAt(end - 1)); spaces += 1) end -= 1
  for (let closers = 0; closers < longest.closers; closers += 1) end -= lengthOfCloser(text, end)
  let start = end
  while (end - start <= longest.name && start > 0 && /[\w$.%[-]/.test(text.charAt(start - 1))) start -= 1
  return end - start <= longest.name ? { start, end } : { start: end, end }
}

/** Returns the length of the quote or bracket that ends here; 0 if there is none. */
function lengthOfCloser(text: string, end: number): number {
  switch (text.charAt(end - 1)) {
    case '"':
    case "'":
    case '`':
      return text.charAt(end - 2) === '\\' ? 2 : 1
    case ']':
      return 1
    case ';':
      return ['&quot;', '&#39;', '&#039;'].find((each) => text.endsWith(each.slice(0, -1), end - 1))?.length ?? 0
    default:
      return 0
  }
}

function bare(text: string, at: number): Span[] {
  bareValue.lastIndex = at
  const value = bareValue.exec(text)?.[0].replace(/[.!?:]+$/, '') ?? ''
  if (value.length < 4 || placeholder.test(value) || text[at + value.length] === '(') return []
  const isWord = /^[A-Za-z_.-]+$/.test(value) && !/^(?:[a-z]{16,}|[A-Z]{16,})$/.test(value) && !looksRandom(value)
  return isWord ? [] : [{ start: at, end: at + value.length, bare: false }]
}

/** Returns one quoted text or, within the brackets of a function or IN, all of them. */
function quotedList(text: string, at: number, quote: string, inBrackets: boolean): Span[] {
  const spans: Span[] = []
  const next = /\s{0,8},\s{0,8}(["'])/y
  for (let [start, by] = [at, quote]; ;) {
    const end = by.length > 1 ? indexOrEnd(text, by, start) : endOfQuoted(text, by, start, by === "'")
    spans.push({ start, end, bare: false })
    next.lastIndex = end + by.length
    const following = inBrackets ? next.exec(text) : null
    if (following === null) return spans
    ;[start, by] = [next.lastIndex, following[1] ?? by]
  }
}

function unescapedQuoted(value: string): string {
  if (!/\\|''/.test(value)) return value
  return value.replaceAll("''", "'").replace(/\\(["'\\/])/g, '$1')
}
