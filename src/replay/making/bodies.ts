import { createHash } from 'node:crypto'
import iconv from 'iconv-lite'
import { readBody } from '../../compare/read/body.js'
import { headerOf, type Body, type Headers } from '../../model/http.js'
import { charsetOf } from '../scenario/charset.js'
import type { AnswerBody } from '../scenario/model.js'

/** Keeps bytes beside the scenario, and returns the path by which the scenario names them. */
export type KeepFile = (name: string, bytes: Uint8Array) => string

/** Maximum size of a body that reads well in a page of YAML; a larger one becomes a file of its own. */
const inline = { characters: 1000, lines: 25 }

/** Matches line ends other than \n, and what is no text. */
const unfit = /[^\n\t\x20-\x7e\xa0-\ufefe]/

/** A body, and its text if it is one. */
export interface ReadableBody {
  readonly bytes: Uint8Array
  /** undefined for bytes that are no text, or that could not be made from the text again. */
  readonly text: string | undefined
  readonly extension: string
}

/** Undoes the content coding, and finds the text if its bytes can be made from it again. */
export function readable(body: Body, headers: Headers): ReadableBody {
  const { kind, text, bytes } = readBody({ headers, body })
  if (kind === 'empty') return { bytes, text: '', extension: 'txt' }
  if (kind === 'binary') return { bytes, text: undefined, extension: extensionOf(headers) }
  const encoded = iconv.encode(text, charsetOf(headers), { addBOM: false })
  return { bytes, text: encoded.equals(bytes) ? text : undefined, extension: kind === 'text' ? 'txt' : kind }
}

/** Returns a small text inline; anything else becomes a side file named by its hash. */
export function answerBody(body: ReadableBody, keep: KeepFile): AnswerBody {
  const { text } = body
  return text !== undefined && isInline(text) ? { kind: 'text', text } : sideFile(body, keep)
}

export function sideFile({ bytes, extension }: ReadableBody, keep: KeepFile): AnswerBody & { readonly kind: 'file' } {
  const hash = createHash('sha256').update(bytes).digest('hex')
  return { kind: 'file', file: keep(`${hash}.${extension}`, bytes) }
}

export function isInline(text: string): boolean {
  return text.length <= inline.characters && !unfit.test(text) && text.split('\n').length <= inline.lines
}

const extensions: readonly (readonly [RegExp, string])[] = [
  [/^image\/(png|jpeg|gif|webp|avif)/, '$1'],
  [/^image\/svg/, 'svg'],
  [/^application\/(pdf|zip)/, '$1'],
  [/^text\/css/, 'css'],
  [/javascript/, 'js'],
]

function extensionOf(headers: Headers): string {
  const type = (headerOf(headers, 'content-type') ?? '').toLowerCase()
  for (const [pattern, extension] of extensions) {
    const match = pattern.exec(type)
    if (match !== null) return extension.replace('$1', match[1] ?? '')
  }
  return 'bin'
}
