import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { isLosslessNumber } from 'lossless-json'
import { readBody } from '../compare/read/body.js'
import { isObject, jsonDocument } from '../compare/json-document.js'
import { headerOf, type Response } from '../model/http.js'

/** A value that a stack makes for itself and that a later request brings back. */
export interface OwnValue {
  /** Place in an answer, the same on every leg: `field csrf_token`, `$.items[0].id`, `location query.id`. */
  readonly place: string
  /** Name in a request: of a field, a parameter or a key; empty for a segment of a path. */
  readonly name: string
  readonly value: string
}

/** Maximum number of values kept per answer: a listing of a thousand rows has no more to give back than its first ones. */
const maxValues = 2000
/** Keys of JSON and names of meta elements whose value a client sends back. */
const givenBack = /(?:^|[_-])(?:id|uuid|guid|key|ref|reference|number|slug)$|Id$|token|nonce|csrf|xsrf/i
/** Tokens as scripts hold them: `"nonce":"a1b2"`, `csrfToken = 'x'`. */
const inScript = /["']?([\w-]*(?:nonce|token|csrf|xsrf)[\w-]*)["']?\s*[:=]\s*["']([^"'\\]{4,200})["']/gi

/** Returns the own values in an answer: hidden fields, tokens of pages and scripts, ids in JSON, and parts of the address it redirects to. */
export function ownValuesOf(response: Response): OwnValue[] {
  const values = [...locationValues(response)]
  const body = readBody(response)
  if (body.kind === 'html') values.push(...readPage(body.text))
  if (body.kind === 'json') values.push(...jsonValues('$', '', jsonDocument(body.text)?.value))
  return values.slice(0, maxValues)
}

/** Returns only the own values of a page: nothing else in an answer is worth knowing if the recorded one is unknown. */
export function pageValuesOf(response: Response): OwnValue[] {
  const type = headerOf(response.headers, 'content-type')
  if (type !== undefined && !/html/i.test(type)) return []
  const { kind, text } = readBody(response)
  return kind === 'html' ? readPage(text).slice(0, maxValues) : []
}

function readPage(text: string): OwnValue[] {
  return mayHoldValues(text) ? [...pageValues(parse(text))] : []
}

/** Quick check whether a page could hold such a value. Parsing it takes longer, and most pages hold none. */
function mayHoldValues(page: string): boolean {
  const lower = page.toLowerCase()
  return telling.some((word) => lower.includes(word)) || (lower.includes('<meta') && inMeta.test(lower))
}

/** Words in every hidden field, or in what `inScript` matches. */
const telling = ['hidden', 'nonce', 'token', 'csrf', 'xsrf']
/** A meta element whose name ends as `givenBack` requires. */
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

/** Decodes a segment of a path; one that is not valid percent-encoding stays as it is. */
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
