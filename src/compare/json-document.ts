import { isLosslessNumber, parse } from 'lossless-json'
import { numberText } from './json-number.js'
import { maxLevels, type Work } from './work.js'

/** JSON as an answer carries it: PHP prints warnings before it. */
export interface JsonDocument {
  /** Text before the JSON; empty if there is none, as there should be. */
  readonly before: string
  /** Present if `value` is a list of several JSON texts, one per line (application/x-ndjson). */
  readonly isLines?: true
  /** Objects, lists, texts, booleans, null; numbers are kept as written, because they may exceed 2^53. */
  readonly value: unknown
}

/** Maximum number of places that are tried as the beginning of the JSON. */
const maxStarts = 20

/** Reads JSON, even after other text; undefined if there is none, or if it is nested deeper than any reader accepts. */
export function jsonDocument(text: string): JsonDocument | undefined {
  const whole = read(text)
  if (whole !== undefined) return { before: '', ...whole }
  const trimmed = text.trimEnd()
  if (!/[\]}]$/.test(trimmed)) return undefined
  const lines = documentOfLines(trimmed)
  if (lines !== undefined) return lines
  for (const start of startsIn(trimmed)) {
    const found = start === 0 ? undefined : read(trimmed.slice(start))
    if (found !== undefined) return { before: trimmed.slice(0, start), ...found }
  }
  return undefined
}

/** Reads several lists or objects, one per line, from the first such line to the end. */
function documentOfLines(text: string): JsonDocument | undefined {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => /^\s*[[{].*[\]}]\s*$/.test(line) && read(line) !== undefined)
  if (first === -1) return undefined
  const value: unknown[] = []
  for (const line of lines.slice(first)) {
    if (line.trim() === '') continue
    const found = /^\s*[[{]/.test(line) ? read(line) : undefined
    if (found === undefined) return undefined
    value.push(found.value)
  }
  return value.length < 2 ? undefined : { before: lines.slice(0, first).join('\n'), value, isLines: true }
}

function startsIn(text: string): number[] {
  const starts: number[] = []
  for (const { index } of text.matchAll(/[[{]/g)) {
    starts.push(index)
    if (starts.length >= maxStarts) break
  }
  return starts
}

function read(text: string): { value: unknown } | undefined {
  if (isTooDeep(text)) return undefined
  return parsed(text) ?? (/NAN|NaN|INF|Infinity/.test(text) ? parsed(withNamedNumbers(text)) : undefined)
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: parse(text, null, { onDuplicateKey: ({ oldValue, newValue }) => repeatedKey(oldValue, newValue) }) }
  } catch {
    return undefined
  }
}

/** True for JSON that is nested deeper than any reader accepts. Counts before anything recurses. */
export function isTooDeep(text: string): boolean {
  let [level, inText] = [0, false]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (inText) {
      if (code === backslash) at += 1
      else if (code === quote) inText = false
    } else if (code === quote) inText = true
    else if (code === openList || code === openObject) {
      level += 1
      if (level > maxLevels) return true
    } else if (code === closeList || code === closeObject) level -= 1
  }
  return false
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/** Yields the characters outside JSON strings, with their indexes. */
function* outsideTexts(text: string): Iterable<{ code: number; at: number }> {
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (!inText && code !== quote) yield { code, at }
    else if (code === quote) inText = !inText
    else if (code === backslash) at += 1
  }
}

/** What `echo` writes for NaN and infinity: json_encode refuses them, hand-made JSON contains them. */
const namedNumber = /-?(?:NAN|NaN|INF|Infinity)\b/y
/** Precedes such a name in the string that replaces it; no answer holds such a string. */
const nameMark = '\u0000'

function withNamedNumbers(text: string): string {
  let [written, from] = ['', 0]
  for (const { at } of outsideTexts(text)) {
    if (at < from) continue
    namedNumber.lastIndex = at
    const name = namedNumber.exec(text)?.[0]
    if (name === undefined) continue
    written += `${text.slice(from, at)}"\\u0000${name}"`
    from = at + name.length
  }
  return written + text.slice(from)
}

const values = Symbol('values of a repeated key')

/** The different values of a key that an object holds more than once. Readers disagree about which one counts (RFC 8259 §4). */
export interface RepeatedKey {
  readonly [values]: readonly unknown[]
}

function repeatedKey(before: unknown, now: unknown): RepeatedKey {
  return { [values]: [...valuesOf(before), now] }
}

/** Returns all values of a key: one, unless the key is repeated. */
export function valuesOf(value: unknown): readonly unknown[] {
  return isRepeatedKey(value) ? value[values] : [value]
}

export function isRepeatedKey(value: unknown): value is RepeatedKey {
  return typeof value === 'object' && value !== null && values in value
}

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !isLosslessNumber(value) &&
    !isRepeatedKey(value)
  )
}

/** Returns the JSON type. A number with a point or an exponent is a float: PHP writes floats as 1.0, and typed clients read them as such. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return value.startsWith(nameMark) ? 'not a number' : 'text'
  if (!isLosslessNumber(value)) return typeof value
  return /[.eE]/.test(value.value) ? 'float' : 'integer'
}

/** Number of characters after which a value is cut, because nobody reads further. */
const maxTextLength = 5000

/** Returns JSON with sorted keys, cut if it is long. Numbers stay as written, without redundant zeros. */
export function jsonText(value: unknown): string {
  let text = ''
  const write = (one: unknown): void => {
    if (text.length > maxTextLength) return
    if (Array.isArray(one)) writeAll('[', one.entries(), ']', ([, item]) => write(item))
    else if (isObject(one))
      writeAll('{', Object.keys(one).sort().values(), '}', (key) => {
        text += `${JSON.stringify(key)}:`
        write(one[key])
      })
    else text += scalarText(one)
  }
  const writeAll = <Item>(open: string, items: Iterable<Item>, close: string, writeOne: (item: Item) => void): void => {
    text += open
    let first = true
    for (const item of items) {
      if (text.length > maxTextLength) break
      if (!first) text += ','
      first = false
      writeOne(item)
    }
    text += close
  }
  write(value)
  return text
}

function scalarText(value: unknown): string {
  if (isLosslessNumber(value)) return numberText(value.value)
  if (isRepeatedKey(value)) return valuesOf(value).map(jsonText).join(' and ')
  if (typeof value === 'string' && value.startsWith(nameMark)) return value.slice(nameMark.length)
  return JSON.stringify(value)
}

/**
 * Returns a function that gives two values the same name exactly if they are equal. Lists and objects are named by a number, so that the
 * name of a large one is no longer than that of a small one.
 */
export function fingerprints(work: Work): (value: unknown) => string {
  const known = new Map<string, string>()
  const named = new WeakMap<object, string>()
  const contentOf = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(nameOf).join(',')}`
    if (isRepeatedKey(value)) return `&${valuesOf(value).map(nameOf).join(',')}`
    if (!isObject(value)) return scalarText(value)
    let content = '{'
    for (const key of Object.keys(value).sort()) content += `${keyText(key)}:${nameOf(value[key])},`
    return content
  }
  /** Quoted keys, remembered because rows repeat them. */
  const keyTexts = new Map<string, string>()
  const keyText = (key: string): string => {
    const before = keyTexts.get(key)
    if (before !== undefined) return before
    const text = JSON.stringify(key)
    keyTexts.set(key, text)
    return text
  }
  const nameOf = (value: unknown): string => {
    if (typeof value !== 'object' || value === null || isLosslessNumber(value)) return scalarText(value)
    const before = named.get(value)
    if (before !== undefined) return before
    work.spend(1)
    const content = contentOf(value)
    const name = known.get(content) ?? `#${known.size}`
    known.set(content, name)
    named.set(value, name)
    return name
  }
  return nameOf
}
