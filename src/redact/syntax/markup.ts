import { secrecyOf, type Secrecy } from '../secret-names.js'
import { fieldsBehind, indexOrEnd, spanUntil, type Span, type Syntax } from './syntax.js'

/** Elements with a name in one attribute and its value in another. */
const element = /<(input|meta|param|button|option|textarea|add|property|setting|entry|field)\b/gi
const attribute =
  /\s{0,20}([^\s=<>"'/]{1,60})(?:\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)'|([^\s>"']{1,2000})))?|\s{0,20}\//y
const maxAttributes = 40

const naming = new Set(['name', 'id', 'property', 'key', 'http-equiv', 'autocomplete'])

/** Forms and settings in HTML and XML: `<input type=password value=…>`, `<meta name="api-key" content="…">`. */
export const namedElements: Syntax = {
  fits: (text) => text.includes('<'),
  fields: function* (text) {
    const search = new RegExp(element)
    for (let match = search.exec(text); match !== null; match = search.exec(text)) {
      const { secrecy, value, end } = attributesOf(text, search.lastIndex)
      search.lastIndex = end
      if (secrecy === 'none') continue
      if (match[1]?.toLowerCase() === 'textarea' && text[end] === '>')
        yield { secrecy, ...spanUntil(/</g, text, end + 1) }
      else if (value !== undefined) yield { secrecy, ...value }
    }
  },
  read: unescapedMarkup,
}

interface Attributes {
  /** What the names in its attributes say about its value. */
  readonly secrecy: Secrecy
  readonly value: Span | undefined
  readonly end: number
}

function attributesOf(text: string, from: number): Attributes {
  let [secrecy, value, end]: [Secrecy, Attributes['value'], number] = ['none', undefined, from]
  for (let count = 0; count < maxAttributes; count += 1) {
    attribute.lastIndex = end
    const match = attribute.exec(text)
    if (match === null || match[0] === '') break
    end = attribute.lastIndex
    const said = match[2] ?? match[3] ?? match[4] ?? ''
    const called = match[1]?.toLowerCase() ?? ''
    if (called === 'type' && /^password$/i.test(said)) secrecy = 'always'
    else if (naming.has(called) && secrecy === 'none') secrecy = secrecyOf(said)
    else if (called === 'value' || called === 'content') {
      const quoted = match[4] === undefined ? 1 : 0
      value = { start: end - quoted - said.length, end: end - quoted, bare: false }
    }
  }
  return { secrecy, value, end }
}

/** XML elements such as `<Password>…</Password>`, also with CDATA, also if the markup is escaped. */
export const elements: Syntax = {
  fits: (text) => text.includes('</') || text.includes('&lt;/') || text.includes('<\\/'),
  fields: (text) =>
    fieldsBehind(
      text,
      /(<|&lt;)((?:[\w-]{1,40}:)?[\w.-]{2,80})(?:\s[^<>&]{0,400})?(?:>|&gt;)\s{0,40}(<!\[CDATA\[)?/g,
      ([, , name = '']) => name,
      (at, [, open = '<', , cdata]) => [
        { start: at, end: indexOrEnd(text, cdata === undefined ? open : ']]>', at), bare: false },
      ],
    ),
  read: unescapedMarkup,
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescapedMarkup(text: string): string {
  if (!text.includes('&')) return text.trim()
  return text
    .replace(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
      (whole, decimal?: string, hex?: string, name?: string) =>
        name === undefined
          ? characterOf(decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal), whole)
          : (entities[name.toLowerCase()] ?? whole),
    )
    .trim()
}

function characterOf(code: number, whole: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole
}
