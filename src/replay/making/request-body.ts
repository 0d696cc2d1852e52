import { isUtf8 } from 'node:buffer'
import { headerOf, type Headers, type Request } from '../../model/http.js'
import { markStart } from '../../model/marks.js'
import { headersOfMap } from '../scenario/answer.js'
import type { FormPart, RequestBody } from '../scenario/model.js'
import { isInline, readable, sideFile, type KeepFile } from './bodies.js'
import { fieldMap } from './fields.js'

/** Turns a text of a request into a template. @param name of the field that it is the value of; '' for a whole body. */
export type TemplateOf = (text: string, name: string) => string

/** Returns a request's body as a person would write it; undefined if there is none. */
export function requestBody({ body, headers }: Request, template: TemplateOf, keep: KeepFile): RequestBody | undefined {
  if (body.size === 0) return undefined
  const type = mediaTypeOf(headers)
  const open = readable(body, headers)
  if (type === 'application/x-www-form-urlencoded' && open.text !== undefined) {
    const form = formOf(open.text)
    if (form !== undefined)
      return { kind: 'form', fields: fieldMap(form.map(([name, value]) => [name, template(value, name)])) }
  }
  if (type === 'multipart/form-data') {
    const parts = partsOf(open.bytes, headerOf(headers, 'content-type') ?? '', template, keep)
    if (parts !== undefined) return { kind: 'parts', parts }
  }
  if (open.text === undefined || !(isInline(open.text) || open.text.includes(markStart))) return sideFile(open, keep)
  return { kind: 'text', text: template(open.text, '') }
}

/** True if the body itself implies the Content-Type. */
export function impliedType(body: RequestBody | undefined): boolean {
  return body?.kind === 'form' || body?.kind === 'parts'
}

function mediaTypeOf(headers: Headers): string {
  return (headerOf(headers, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** Parses a form; undefined for what no map can hold: bytes that are not UTF-8, names out of order, JSON sent as a form. */
function formOf(text: string): [string, string][] | undefined {
  if (!/^[^=&\s{[<"][^=&]*=/.test(text)) return undefined
  const pairs = [...new URLSearchParams(text)]
  if (pairs.some(([name, value]) => name === '__proto__' || (name + value).includes('\ufffd'))) return undefined
  return JSON.stringify(headersOfMap(fieldMap(pairs))) === JSON.stringify(pairs) ? pairs : undefined
}

/** Parses the parts of multipart/form-data (RFC 7578 §4); undefined if the bytes are not that. */
function partsOf(bytes: Uint8Array, contentType: string, template: TemplateOf, keep: KeepFile): FormPart[] | undefined {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sections = between(buffer, `--${boundary?.[1] ?? boundary?.[2] ?? ''}`)
  if (boundary === null || sections.length === 0) return undefined
  const parts = sections.map((section) => partOf(section, template, keep))
  return parts.every((part) => part !== undefined) ? parts : undefined
}

function between(buffer: Buffer, delimiter: string): Buffer[] {
  const sections: Buffer[] = []
  let at = buffer.indexOf(delimiter)
  while (at !== -1) {
    const start = at + delimiter.length + 2
    const end = buffer.indexOf(`\r\n${delimiter}`, at + delimiter.length)
    if (end === -1) break
    sections.push(buffer.subarray(start, end))
    at = end + 2
  }
  return sections
}

function partOf(section: Buffer, template: TemplateOf, keep: KeepFile): FormPart | undefined {
  const end = section.indexOf('\r\n\r\n')
  const head = section.toString('utf8', 0, Math.max(0, end))
  const name = /[; ]name="([^"\r\n]*)"/i.exec(head)?.[1]
  if (end === -1 || name === undefined) return undefined
  const filename = /filename="([^"\r\n]*)"/i.exec(head)?.[1]
  const type = /^content-type:\s*([^\r\n]+)/im.exec(head)?.[1]?.trim()
  const bytes = section.subarray(end + 4)
  const text = isUtf8(bytes) ? bytes.toString('utf8') : undefined
  const inline = text !== undefined && (filename === undefined || isInline(text))
  return {
    name,
    ...(inline ? { value: template(text, name) } : sideFileOf(bytes, filename, keep)),
    ...(filename === undefined ? {} : { filename }),
    ...(type === undefined ? {} : { type }),
  }
}

function sideFileOf(bytes: Uint8Array, filename: string | undefined, keep: KeepFile): { readonly file: string } {
  const extension = /\.([a-z\d]{1,5})$/i.exec(filename ?? '')?.[1]?.toLowerCase() ?? 'bin'
  return { file: sideFile({ bytes, text: undefined, extension }, keep).file }
}
