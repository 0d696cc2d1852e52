import { MIMEType } from 'node:util'

/** Characters of a value: shorter ones are on many pages by chance, longer ones are cut in lists. */
const lengths = { min: 8, max: 200 }
const maxValues = 8

/**
 * Returns the values that a form, a JSON document or the text parts of a multipart body sent, decoded and bounded: they are what a page
 * later shows of a write.
 */
export function sentValues(contentType: string | undefined, body: Uint8Array): string[] {
  const values: string[] = []
  for (const value of valuesIn(typeOf(contentType), Buffer.from(body).toString('utf8'))) {
    const text = value.trim()
    if (text.length >= lengths.min && text.length <= lengths.max && !values.includes(text)) values.push(text)
    if (values.length >= maxValues) break
  }
  return values
}

function typeOf(contentType: string | undefined): MIMEType | undefined {
  try {
    return contentType === undefined ? undefined : new MIMEType(contentType)
  } catch {
    return undefined
  }
}

function* valuesIn(type: MIMEType | undefined, text: string): Iterable<string> {
  if (type === undefined) return
  if (type.essence === 'application/x-www-form-urlencoded') yield* new URLSearchParams(text).values()
  else if (/[/+]json$/.test(type.essence)) yield* stringsIn(parsed(text))
  else if (type.essence === 'multipart/form-data') yield* partsOf(text, type.params.get('boundary') ?? '')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // cut off at the limit, or not JSON at all
  }
}

function* stringsIn(value: unknown): Iterable<string> {
  const open = [value]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') yield next
    else if (typeof next === 'object' && next !== null) open.push(...(Object.values(next) as unknown[]))
  }
}

/** Yields the text parts of multipart/form-data (RFC 7578 §4); uploaded files are left out. */
function* partsOf(text: string, boundary: string): Iterable<string> {
  if (boundary === '') return
  for (const part of text.split(`--${boundary}`)) {
    const end = part.indexOf('\r\n\r\n')
    if (end === -1 || /;\s*filename/i.test(part.slice(0, end))) continue
    yield part.slice(end + 4)
  }
}
