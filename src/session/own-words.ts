import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json'
import { isObject } from '../compare/json-document.js'
import { decodeURIComponentSafely } from './own-values.js'
import type { Translation } from './translation.js'

/** What one leg calls what a request holds: each stack makes tokens and ids for itself. */
export interface OwnWords {
  /** @param name of the field, the part or the header that holds the value. */
  readonly value: (name: string, value: string) => string
  /** Of a body that is one text. */
  readonly text: (text: string) => string
  readonly target: (target: string) => string
}

/** A request as one leg would say it, wherever it holds what each stack made for itself. */
export function ownWords(own: Translation): OwnWords {
  return {
    value: (name, value) => own.valueFor(name, value),
    text: (text) => translatedJson(own.valueFor('', text), own),
    target: (target) => (own.isEmpty() ? target : translatedTarget(target, own)),
  }
}

/** Values inside JSON that each stack made for itself; any other text stays as it is. */
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

/** Segments of the path and values of the query, each where the leg has another; all else byte for byte. */
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
