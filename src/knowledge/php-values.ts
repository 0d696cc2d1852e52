import type { KnownChange } from './known-change.js'

const migration80 = 'PHP Manual, "Migrating from PHP 7.4.x to PHP 8.0.x"'
const migration81 = 'PHP Manual, "Migrating from PHP 8.0.x to PHP 8.1.x"'

type Row = Omit<KnownChange, 'area' | 'severity'> & Partial<Pick<KnownChange, 'severity'>>

/** A change that says nothing: a value is another. */
const silent = (row: Row): KnownChange => ({ area: 'php', severity: 'major', ...row })

/** Values that PHP 8.0 and later make otherwise, by how the one follows from the other. */
export const phpValues: readonly KnownChange[] = [
  silent({
    id: 'php-html-quote-default',
    since: '8.1',
    name: 'Apostrophes in escaped text',
    before: "`htmlspecialchars()` left `'` as it is, `html_entity_decode()` left `&#039;`",
    after: 'both treat single quotes too: ENT_QUOTES is the default',
    fix: 'Say which quotes are meant: `htmlspecialchars($text, ENT_COMPAT)`. Escape text where it is written into HTML only, not in JSON, CSV or mails.',
    source: `${migration81}: htmlspecialchars() and its kind use ENT_QUOTES | ENT_SUBSTITUTE`,
    usersSee: 'Apostrophes that read `&#039;`, or are escaped twice.',
    signs: [
      {
        difference: {
          part: 'body',
          kind: 'value',
          change: (legacy, candidate) => quotes(legacy) === quotes(candidate) && hasQuote(legacy + candidate),
        },
      },
    ],
  }),
  silent({
    id: 'php-locale-float',
    since: '8.0',
    name: 'Decimal points of numbers as text',
    before: 'a number became text by the locale: `3,14`',
    after: 'it has a point in every locale: `3.14`',
    fix: 'Use `number_format()` for people, and nothing for SQL.',
    source: `${migration80}: float to string conversion is locale-independent`,
    usersSee: 'Prices with a point; a calculation or a statement that goes wrong.',
    signs: [
      {
        difference: {
          part: 'body',
          kind: 'value',
          change: (legacy, candidate) => /\d,\d/.test(legacy) && withPoints(legacy) === candidate,
        },
      },
    ],
  }),
  silent({
    id: 'php-float-var-dump',
    since: '7.1, in var_dump() 8.0',
    severity: 'minor',
    name: 'Digits of floating-point numbers',
    before: '`var_dump()` printed 14 digits: `0.3`',
    after: 'it prints as many as tell the number from others: `0.30000000000000004`',
    fix: 'Round before you print or compare: `round($value, 2)`.',
    source: `${migration80}: var_dump() and debug_zval_refcount() use serialize_precision`,
    usersSee: 'Numbers with many digits; cache keys that never match.',
    signs: [
      { difference: { part: 'body', kind: 'value', change: (legacy, candidate) => areSameNumbers(legacy, candidate) } },
    ],
  }),
  silent({
    id: 'php-sort-stability',
    since: '8.0',
    name: 'The order of equal entries after sorting',
    before: '`sort()` and its kind left entries that compare as equal in any order',
    after: 'they keep the order that they had; numbers and texts compare otherwise too',
    fix: 'Let the comparison decide all: `[$a->price, $a->id] <=> [$b->price, $b->id]`. Or accept the new order.',
    source: `${migration80}: RFC "Make sorting stable"`,
    usersSee: 'A list in another order.',
    known: 'By a list in another order, where taps saw both databases give the same rows in the same order.',
    signs: [],
  }),
  silent({
    id: 'php-parse-url-empty',
    since: '8.0',
    severity: 'minor',
    name: 'Empty queries of addresses',
    before: '`parse_url("…/?")` knew no query',
    after: 'it gives an empty one, and addresses made of it have a `?` or `&` more',
    fix: 'Ask for an empty text as well: `!empty($parts["query"])`.',
    source: `${migration80}: parse_url() distinguishes absent and empty queries and fragments`,
    usersSee: 'Links with a superfluous `?` or `&`.',
    signs: [
      {
        difference: {
          part: 'body',
          kind: 'value',
          change: (legacy, candidate) =>
            legacy !== candidate && withoutEmptyQuery(legacy) === withoutEmptyQuery(candidate),
        },
      },
    ],
  }),
  silent({
    id: 'php-splfixedarray-json',
    since: '8.1',
    name: 'SplFixedArray as JSON',
    before: 'it was an object: `{"0":1,"1":2}`',
    after: 'it is a list: `[1,2]`',
    fix: 'Use `toArray()` where lists are meant; tell the clients of the endpoint.',
    source: `${migration81}: SplFixedArray is JSON encoded like an array`,
    usersSee: 'An app or a script of the page that finds no data.',
    signs: [{ difference: { part: 'body', kind: 'type', legacy: /^\s*\{\s*"0"\s*:/, candidate: /^\s*\[/ } }],
  }),
  silent({
    id: 'pdo-native-types',
    since: '8.1',
    name: 'Numbers of PDO that are numbers',
    before: 'PDO gave every column as text: `"5"`',
    after: 'integers and floating-point numbers come as such: `5`',
    fix: 'Set `PDO::ATTR_STRINGIFY_FETCHES`, or compare without types.',
    source: `${migration81}: PDO MySQL returns native types with emulated prepares`,
    usersSee: 'Nothing where nobody compares by type; else another way of the code, or an app that refuses the data.',
    signs: [
      {
        difference: {
          part: 'body',
          kind: 'type',
          change: (legacy, candidate) =>
            legacy !== candidate && unquoted(legacy) === candidate.trim() && /^-?[\d.]/.test(candidate),
        },
      },
    ],
  }),
  silent({
    id: 'mysqli-zerofill-native-prepared',
    since: '8.1',
    name: 'Numbers of prepared statements that are texts',
    before: 'a prepared statement gave ZEROFILL and YEAR columns as numbers: `42`',
    after: 'they come as text, with their zeros: `"00042"`',
    fix: 'Cast where a number is meant: `(int) $row["code"]`.',
    source: `${migration81}: mysqlnd`,
    usersSee: 'Nothing where nobody compares by type; else an app that refuses the data.',
    signs: [
      {
        difference: {
          part: 'body',
          kind: 'type',
          change: (legacy, candidate) =>
            /^-?\d+$/.test(legacy.trim()) &&
            /^"(?:0\d+|(?:19|20)\d\d)"$/.test(candidate.trim()) &&
            Number(unquoted(candidate)) === Number(legacy),
        },
      },
    ],
  }),
]

function quotes(text: string): string {
  return text.replace(/&#0?39;|&apos;/g, "'")
}

function hasQuote(text: string): boolean {
  return /&#0?39;|&apos;/.test(text)
}

function withPoints(text: string): string {
  return text.replace(/(\d),(\d)/g, '$1.$2')
}

/** True when the texts differ in the digits of numbers only, and the numbers are the same to fourteen of them. */
function areSameNumbers(legacy: string, candidate: string): boolean {
  const number = /-?\d+\.\d+(?:e[+-]?\d+)?/gi
  const [before, after] = [legacy.match(number) ?? [], candidate.match(number) ?? []]
  if (after.length === 0 || legacy.replace(number, '#') !== candidate.replace(number, '#')) return false
  return before.length === after.length && before.every((text, at) => isSame(text, after[at] ?? ''))
}

function isSame(one: string, other: string): boolean {
  return Number(one).toPrecision(14) === Number(other).toPrecision(14)
}

function withoutEmptyQuery(text: string): string {
  return text.replace(/\?&(?:amp;)?/g, '?').replace(/[?#](?=$|["'\s#])/g, '')
}

function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/s, '$1')
}
