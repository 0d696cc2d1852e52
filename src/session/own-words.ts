import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json'
import { isObject } from '../compare/json-document.js'
import { decodeURIComponentSafely } from './own-values.js'
import type { Translation } from './translation.js'

/** Translates what a request holds into one leg's own values, because each stack makes tokens and ids for itself. */
export interface OwnWords {
  /**
   * Translates one value.
   * @param name of the field, the part or the header that holds it.
   */
  readonly value: (name: string, value: string) => string
  /** Translates a body that is one text. */
  readonly text: (text: string) => string
  readonly target: (target: string) => string
}

/** Returns the words of one leg: a request is sent to it with the leg's values wherever it holds what each stack made for itself. */
export function ownWords(own: Translation): OwnWords {
  return {
    value: (name, value) => own.valueFor(name, value),
    text: (text) => translatedJson(own.valueFor('', text), own),
    target: (target) => (own.isEmpty() ? target : translatedTarget(target, own)),
  }
}

/** Translates the values inside JSON that each stack made for itself; any other text stays as it is. */
function translatedJson(text: string, own: Translation): string {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    const value = parse(text)
    const translated = inJson('', value, own)
    return translated.changed ? (stringify(translated.value) ?? text) : text
  } catch {
    return text
  }
}

function inJson(key: string, value: unknown, own: Translation): { readonly value: unknown; readonly changed: boolean } {
  if (Array.isArray(value)) {
    const items = value.map((item) => inJson(key, item, own))
    return { value: items.map((item) => item.value), changed: items.some(({ changed }) => changed) }
  }
  if (isObject(value)) {
    const fields = Object.entries(value).map(([inside, item]) => [inside, inJson(inside, item, own)] as const)
    return {
      value: Object.fromEntries(fields.map(([inside, item]) => [inside, item.value])),
      changed: fields.some(([, { changed }]) => changed),
    }
  }
  if (typeof value !== 'string' && !isLosslessNumber(value)) return { value, changed: false }
  const written = String(value)
  const translated = own.valueFor(key, written)
  if (translated === written) return { value, changed: false }
  const stillNumber = isLosslessNumber(value) && /^-?\d+(?:\.\d+)?$/.test(translated)
  return { value: stillNumber ? new LosslessNumber(translated) : translated, changed: true }
}

/** Translates segments of the path and values of the query for which the leg has another value. All else stays byte for byte. */
function translatedTarget(target: string, own: Translation): string {
  const [path, query] = splitAt(target, '?')
  const segments = path.split('/').map((segment) => translatedPiece('', segment, own))
  if (query === undefined) return segments.join('/')
  const pairs = query.split('&').map((pair) => {
    const [name, value] = splitAt(pair, '=')
    return value === undefined ? pair : `${name}=${translatedPiece(decodeURIComponentSafely(name), value, own)}`
  })
  return `${segments.join('/')}?${pairs.join('&')}`
}

function translatedPiece(name: string, piece: string, own: Translation): string {
  const plain = decodeURIComponentSafely(piece)
  const translated = own.valueFor(name, plain)
  return translated === plain ? piece : encodeURIComponent(translated)
}

function splitAt(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
