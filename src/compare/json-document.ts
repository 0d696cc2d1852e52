import { isLosslessNumber, parse } from 'lossless-json'
import { mostLevels } from './work.js'

/** JSON as an answer carries it: PHP puts the text of a warning before it. */
export interface JsonDocument {
  /** Text that stands before the JSON; empty where there is none, as it should be. */
  readonly before: string
  /** Objects, lists, texts, truth values, null; numbers as they were written, since 2^53 is not where numbers end. */
  readonly value: unknown
}

/** Places at which the JSON of an answer may begin that are tried. */
const mostStarts = 20

/** Undefined for what is not JSON, not even behind other text, and for what is nested so deep that no reader takes it. */
export function jsonDocument(text: string): JsonDocument | undefined {
  const whole = read(text)
  if (whole !== undefined) return { before: '', ...whole }
  const trimmed = text.trimEnd()
  if (!/[\]}]$/.test(trimmed)) return undefined
  for (const { index } of [...trimmed.matchAll(/[[{]/g)].slice(0, mostStarts)) {
    const found = index === 0 ? undefined : read(trimmed.slice(index))
    if (found !== undefined) return { before: trimmed.slice(0, index), ...found }
  }
  return undefined
}

function read(text: string): { value: unknown } | undefined {
  if (levelsOf(text) > mostLevels) return undefined
  try {
    return { value: parse(text) }
  } catch {
    return undefined
  }
}

/** Counted before anything recurses. */
function levelsOf(text: string): number {
  let [level, deepest, inText] = [0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (inText) {
      if (code === backslash) at += 1
      else if (code === quote) inText = false
    } else if (code === quote) inText = true
    else if (code === openList || code === openObject) deepest = Math.max(deepest, (level += 1))
    else if (code === closeList || code === closeObject) level -= 1
  }
  return deepest
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
}

/** A number with a point or an exponent is a float: PHP writes 1.0 where it means one, and typed clients read it as such. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (!isLosslessNumber(value)) return typeof value
  return /[.eE]/.test(value.value) ? 'float' : 'integer'
}

/** JSON's own notation with keys in order; numbers as they were written, but for zeros at the end that add nothing. */
export function textOf(value: unknown): string {
  if (isLosslessNumber(value)) return value.value.replace(/(\.\d+?)0+(?=$|[eE])/, '$1')
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const fields = Object.keys(value).sort()
  return `{${fields.map((key) => `${JSON.stringify(key)}:${textOf(value[key])}`).join(',')}}`
}
