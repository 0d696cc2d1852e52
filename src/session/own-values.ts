import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { isLosslessNumber } from 'lossless-json'
import { readBody } from '../compare/read/body.js'
import { isObject, jsonDocument } from '../compare/json-document.js'
import { headerOf, type Response } from '../model/http.js'

/** A value that a stack makes for itself and that a later request brings back. */
export interface OwnValue {
  /** Where it stands in an answer, the same on every leg: `field csrf_token`, `$.items[0].id`, `location query.id`. */
  readonly place: string
  /** What a request calls it: a field, a parameter, a key; empty for a segment of a path. */
  readonly name: string
  readonly value: string
}

/** Values of one answer that are kept at the most: a listing of a thousand rows has no more to give back than its first ones. */
const maxValues = 2000
/** Keys of JSON and of scripts whose value a client sends back. */
const givenBack = /(?:^|[_-])(?:id|uuid|guid|key|ref|reference|number|slug)$|Id$|token|nonce|csrf|xsrf/i
/** As scripts hold them: `"nonce":"a1b2"`, `csrfToken = 'x'`. */
const inScript = /["']?([\w-]*(?:nonce|token|csrf|xsrf)[\w-]*)["']?\s*[:=]\s*["']([^"'\\]{4,200})["']/gi

/** What an answer holds of such values: hidden fields, tokens of pages and scripts, ids in JSON, where it redirects to. */
export function ownValuesOf(response: Response): OwnValue[] {
  const values = [...locationValues(response)]
  const body = readBody(response)
  if (body.kind === 'html') values.push(...readPage(body.text))
  if (body.kind === 'json') values.push(...jsonValues('$', '', jsonDocument(body.text)?.value))
  return values.slice(0, maxValues)
}

/** What a page alone holds of them: all that is worth knowing of an answer where nothing is known of the recorded one. */
export function pageValuesOf(response: Response): OwnValue[] {
  const type = headerOf(response.headers, 'content-type')
  if (type !== undefined && !/html/i.test(type)) return []
  const { kind, text } = readBody(response)
  return kind === 'html' ? readPage(text).slice(0, maxValues) : []
}

function readPage(text: string): OwnValue[] {
  return mayHoldValues(text) ? [...pageValues(parse(text))] : []
}

/** Reading a page as a tree takes longer than asking whether it could hold such a value, and most hold none. */
function mayHoldValues(page: string): boolean {
  const lower = page.toLowerCase()
  return telling.some((word) => lower.includes(word)) || (lower.includes('<meta') && inMeta.test(lower))
}

/** Of a hidden field, or of what `inScript` looks for. */
const telling = ['hidden', 'nonce', 'token', 'csrf', 'xsrf']
/** What `givenBack` looks for at the end of a name. */
const inMeta = /<meta\s[^>]*\bname\s*=\s*["']?[^"'>]*(?:id|key|ref|reference|number|slug)["'\s/>]/

function* locationValues({ headers }: Response): Iterable<OwnValue> {
  const location = headerOf(headers, 'location')
  if (location === undefined || !URL.canParse(location, 'http://stack.invalid')) return
  const { pathname, searchParams } = new URL(location, 'http://stack.invalid')
  for (const [index, segment] of pathname.split('/').entries()) {
    if (segment !== '') yield { place: `location path[${index}]`, name: '', value: decodeURIComponentSafely(segment) }
  }
  for (const [name, value] of searchParams) yield { place: `location query.${name}`, name, value }
}

/** A segment that is no percent-encoding stands as it is. */
export function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function* pageValues(root: Tree.ParentNode): Iterable<OwnValue> {
  for (const node of root.childNodes) {
    if ('tagName' in node) yield* elementValues(node)
    if ('childNodes' in node) yield* pageValues(node)
  }
}

function* elementValues(element: Tree.Element): Iterable<OwnValue> {
  const valueOf = (name: string): string => element.attrs.find((attribute) => attribute.name === name)?.value ?? ''
  const name = valueOf('name')
  if (element.tagName === 'input' && valueOf('type').toLowerCase() === 'hidden' && name !== '')
    yield { place: `field ${name}`, name, value: valueOf('value') }
  if (element.tagName === 'meta' && givenBack.test(name))
    yield { place: `meta ${name}`, name, value: valueOf('content') }
  if (element.tagName !== 'script') return
  const [text] = element.childNodes
  if (text === undefined || !('value' in text)) return
  for (const [, key = '', value = ''] of text.value.matchAll(inScript))
    yield { place: `script ${key}`, name: key, value }
}

function* jsonValues(path: string, key: string, value: unknown): Iterable<OwnValue> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* jsonValues(`${path}[${index}]`, key, item)
  } else if (isObject(value)) {
    for (const [inside, item] of Object.entries(value)) yield* jsonValues(`${path}.${inside}`, inside, item)
  } else if (givenBack.test(key) && (typeof value === 'string' || isLosslessNumber(value))) {
    yield { place: path, name: key, value: String(value) }
  }
}
