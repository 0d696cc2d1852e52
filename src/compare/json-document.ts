import { isLosslessNumber, parse } from 'lossless-json'
import { numberText } from './json-number.js'
import { maxLevels, type Work } from './work.js'

/** JSON as an answer carries it: PHP puts the text of a warning before it. */
export interface JsonDocument {
  /** Text that stands before the JSON; empty where there is none, as it should be. */
  readonly before: string
  /** `value` is a list of several texts, one a line (application/x-ndjson). */
  readonly isLines?: true
  /** Objects, lists, texts, truth values, null; numbers as they were written, since 2^53 is not where numbers end. */
  readonly value: unknown
}

/** Places at which the JSON of an answer may begin that are tried. */
const maxStarts = 20

/** Undefined for what is not JSON, not even behind other text, and for what is nested so deep that no reader takes it. */
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

/** Several lists or objects, one a line, from the first line that is one to the end. */
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

/** Nested deeper than any reader takes. Counted before anything recurses. */
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

/** Letters of JSON that stand outside its texts, with their places. */
function* outsideTexts(text: string): Iterable<{ code: number; at: number }> {
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (!inText && code !== quote) yield { code, at }
    else if (code === quote) inText = !inText
    else if (code === backslash) at += 1
  }
}

/** What `echo` writes of a number that is none; json_encode refuses it, hand-made JSON does not. */
const namedNumber = /-?(?:NAN|NaN|INF|Infinity)\b/y
/** Stands before the name of such a number in the text that it becomes; no answer holds one like it. */
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

/** A key that an object holds more than once with other values. Readers disagree about which one counts (RFC 8259 §4). */
export interface RepeatedKey {
  readonly [values]: readonly unknown[]
}

function repeatedKey(before: unknown, now: unknown): RepeatedKey {
  return { [values]: [...valuesOf(before), now] }
}

/** All values of a key: one, but for a repeated one. */
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

/** A number with a point or an exponent is a float: PHP writes 1.0 where it means one, and typed clients read it as such. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return value.startsWith(nameMark) ? 'not a number' : 'text'
  if (!isLosslessNumber(value)) return typeof value
  return /[.eE]/.test(value.value) ? 'float' : 'integer'
}

/** Characters of a value that anybody looks at. */
const maxTextLength = 5000

/** JSON's own notation with keys in order, cut when it is long; numbers as they were written, but for what adds nothing. */
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
 * Names values so that two have the same name exactly when they are the same: a number for each list and object, which is no longer for
 * a large one than for a small one.
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
  /** Rows repeat their keys. */
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
