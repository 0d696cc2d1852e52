import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json'
import { isObject } from '../../compare/json-document.js'
import type { FieldMap, FormPart, RequestBody } from '../scenario/model.js'

/** How a value that a template or a field holds is written for one leg. @param name of the field or key that holds it. */
export type Fill = (name: string, template: string) => string

/** A request's body as bytes, and its Content-Type where the body itself decides it. */
export interface MadeBody {
  readonly bytes: Uint8Array
  readonly contentType?: string
}

/** @param sideFile gives the bytes of a file beside the scenario. */
export function madeBody(body: RequestBody, fill: Fill, sideFile: (file: string) => Uint8Array): MadeBody {
  switch (body.kind) {
    case 'text':
      return { bytes: Buffer.from(translatedJson(fill('', body.text), fill)) }
    case 'form':
      return { bytes: Buffer.from(urlencoded(body.fields, fill)), contentType: 'application/x-www-form-urlencoded' }
    case 'parts':
      return { bytes: multipart(body.parts, fill, sideFile), contentType: `multipart/form-data; boundary=${boundary}` }
    case 'file':
      return { bytes: sideFile(body.file) }
  }
}

/** Name and value of each field, repeated ones as often as they stand. */
export function* entriesOf(fields: FieldMap): Iterable<readonly [name: string, template: string]> {
  for (const [name, values] of Object.entries(fields)) {
    for (const value of typeof values === 'string' ? [values] : values) yield [name, value]
  }
}

function urlencoded(fields: FieldMap, fill: Fill): string {
  const form = new URLSearchParams()
  for (const [name, template] of entriesOf(fields)) form.append(name, fill(name, template))
  return form.toString()
}

/** Values inside JSON that each stack made for itself; any other text stays as it is. */
function translatedJson(text: string, fill: Fill): string {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    const value = parse(text)
    const translated = translate('', value, fill)
    return translated.changed ? (stringify(translated.value) ?? text) : text
  } catch {
    return text
  }
}

function translate(key: string, value: unknown, fill: Fill): { readonly value: unknown; readonly changed: boolean } {
  if (Array.isArray(value)) {
    const items = value.map((item) => translate(key, item, fill))
    return { value: items.map((item) => item.value), changed: items.some(({ changed }) => changed) }
  }
  if (isObject(value)) {
    const fields = Object.entries(value).map(([inside, item]) => [inside, translate(inside, item, fill)] as const)
    return {
      value: Object.fromEntries(fields.map(([inside, item]) => [inside, item.value])),
      changed: fields.some(([, { changed }]) => changed),
    }
  }
  if (typeof value !== 'string' && !isLosslessNumber(value)) return { value, changed: false }
  const written = String(value)
  const own = fill(key, written)
  if (own === written) return { value, changed: false }
  const stillNumber = isLosslessNumber(value) && /^-?\d+(?:\.\d+)?$/.test(own)
  return { value: stillNumber ? new LosslessNumber(own) : own, changed: true }
}

/** The same in every replay, so that two replays send the same bytes. */
const boundary = 'sosie-1f0c7a4e2b9d4d57'

/** RFC 7578. */
function multipart(parts: readonly FormPart[], fill: Fill, sideFile: (file: string) => Uint8Array): Uint8Array {
  const pieces = parts.flatMap(({ name, value, file, filename, type }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${filename === undefined ? '' : `; filename="${quoted(filename)}"`}\r\n` +
        `${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n`,
    ),
    file === undefined ? Buffer.from(fill(name, value ?? '')) : sideFile(file),
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)])
}

/** As browsers write names: RFC 7578 §2 leaves no other way for quotes and line ends. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
