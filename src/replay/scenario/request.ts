import iconv from 'iconv-lite'
import { noBody, type Body, type Headers } from '../../model/http.js'
import type { OwnWords } from '../../session/own-words.js'
import { headersOfMap, whole, type ReadFile } from './answer.js'
import { charsetOf } from './charset.js'
import { noSession, type FieldMap, type FormPart, type Scenario, type ScenarioExchange } from './model.js'
import { filled } from './placeholders.js'

/** A request with every value filled in; the runner adds Cookie from its jar. */
export interface FilledRequest {
  readonly method: string
  readonly target: string
  readonly headers: Headers
  readonly body: Body
}

/** Returns the value of a variable or a capture. Throws if there is none: what to do then is up to the caller. */
export type ValueOf = (name: string) => string

const asWritten: OwnWords = { value: (_, value) => value, text: (text) => text, target: (target) => target }

/** Fills a template with its values, as one leg says it. @param name of the field whose value it is. */
type Fill = (name: string, template: string) => string

/** Fills a template of a whole text. @param escape how values are written in it. */
type FillText = (template: string, escape?: (value: string) => string) => string

/** Separates the parts of a form; anything that no part holds would do (RFC 2046 §5.1.1). */
const boundary = '----sosie-7f3b1c94d2a64e0c'

/** Builds what is sent for an exchange: values are written as their place requires, and a form is encoded. */
export function filledRequest(
  { sessions }: Pick<Scenario, 'sessions'>,
  exchange: ScenarioExchange,
  valueOf: ValueOf,
  readFile: ReadFile,
  own = asWritten,
): FilledRequest {
  const fill: Fill = (name, template) => own.value(name, filled(template, valueOf))
  const text: FillText = (template, escape) => own.text(filled(template, valueOf, escape))
  const session = sessions[exchange.session] ?? noSession
  const [contentType, bodyWith] = bodyOf(exchange, { fill, text, readFile })
  const headers = headersOf(session.headers, exchange.headers, contentType, fill)
  return {
    method: exchange.method,
    target: own.target(filled(exchange.target, valueOf, encodeURIComponent)),
    headers,
    body: bodyWith(headers),
  }
}

/** Returns the cookies that are in a leg's jar when the session begins. */
export function firstCookies({ sessions }: Pick<Scenario, 'sessions'>, name: string, valueOf: ValueOf): Headers {
  return Object.entries(sessions[name]?.cookies ?? {}).map(([cookie, value]) => [cookie, filled(value, valueOf)])
}

function headersOf(session: FieldMap, own: FieldMap, contentType: string | undefined, fill: Fill): Headers {
  const said = new Set(Object.keys(own).map((name) => name.toLowerCase()))
  const usual = headersOfMap(session).filter(([name]) => !said.has(name.toLowerCase()))
  const headers = [...usual, ...headersOfMap(own)].map(([name, value]): [string, string] => [name, fill(name, value)])
  return contentType === undefined || said.has('content-type') ? headers : [...headers, ['content-type', contentType]]
}

interface BodySources {
  readonly fill: Fill
  readonly text: FillText
  readonly readFile: ReadFile
}

type BodyWith = (headers: Headers) => Body

function bodyOf({ body }: ScenarioExchange, { fill, text, readFile }: BodySources): [string | undefined, BodyWith] {
  switch (body?.kind) {
    case undefined:
      return [undefined, () => noBody]
    case 'file':
      return [undefined, () => whole(readFile(body.file))]
    case 'text':
      return [undefined, (headers) => whole(encodedText(body.text, headers, text))]
    case 'form':
      return ['application/x-www-form-urlencoded', () => whole(Buffer.from(encodedForm(body.fields, fill)))]
    case 'parts':
      return [`multipart/form-data; boundary=${boundary}`, () => whole(encodedParts(body.parts, fill, readFile))]
  }
}

function encodedText(template: string, headers: Headers, text: FillText): Uint8Array {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const escape = /json/i.test(type) ? inJson : /urlencoded/i.test(type) ? encodeURIComponent : undefined
  return iconv.encode(text(template, escape), charsetOf(headers))
}

/** Writes a value inside a string of JSON; a number needs no escapes there or elsewhere. */
function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}

function encodedForm(fields: FieldMap, fill: Fill): string {
  const form = new URLSearchParams()
  for (const [name, value] of headersOfMap(fields)) form.append(name, fill(name, value))
  return form.toString()
}

function encodedParts(parts: readonly FormPart[], fill: Fill, readFile: ReadFile): Uint8Array {
  const chunks = parts.flatMap((part): Uint8Array[] => [
    Buffer.from(`--${boundary}\r\n${headOfPart(part)}\r\n\r\n`),
    part.file === undefined ? Buffer.from(fill(part.name, part.value ?? '')) : readFile(part.file),
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)])
}

/**
 * Writes the head of a part; quotes and line ends in names are escaped as browsers do (the HTML standard, "multipart
 * form data").
 */
function headOfPart({ name, filename, type }: FormPart): string {
  const quoted = (text: string): string => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  const file = filename === undefined ? '' : `; filename="${quoted(filename)}"`
  return `Content-Disposition: form-data; name="${quoted(name)}"${file}${type === undefined ? '' : `\r\nContent-Type: ${type}`}`
}
