import { withoutMarks } from './marks.js'
import { jwtPattern, looksRandom } from './random-text.js'

/** Query parameters that choose the page in front controllers, whatever the path. They belong to the route. */
const routingParameters = new Set('page route r action controller module option view task do p'.split(' '))

/** The same when the path names a folder or its index rather than a script: elsewhere they mean other things. */
const indexParameters = new Set(
  'a act c cmd content ctrl f func function go inc m method mod op pg section show site v'.split(' '),
)

/** The first template that matches a path segment names it. */
const segmentTemplates: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d{2}-\d{2}$/, '{date}'],
  [/^\d+$/, '{id}'],
  [/^\d+(?:,\d+)+$/, '{ids}'],
  [/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i, '{uuid}'],
  [/^(?=.*\d)[0-9a-f]{16,}$/i, '{hash}'],
  [/^[^@/]+@[^@/]+\.[a-z]{2,}$/i, '{email}'],
  [new RegExp(`^${jwtPattern}$`), '{token}'],
]

/** Longer than any word; for keys of capitals, small letters and digits. */
const minKeyLength = 20

/**
 * Returns method and path with variable parts templated, `GET /product/{id}`. For front controllers it includes what chooses the page:
 * `GET /index.php?page=cart`, `GET /?c=order&a=list`, `GET /index.php?/category/{id}`. Pure: the same request has the same route in every
 * run.
 */
export function routeOf(method: string, target: string): string {
  const [path, query] = splitOnce(target, '?')
  const routing = routingPart(query, isIndex(path))
  return `${method} ${templatedPath(path)}${routing === '' ? '' : `?${routing}`}`
}

function templatedPath(path: string): string {
  return path.split('/').map(templateOf).join('/')
}

/** True for a folder or its index script. */
function isIndex(path: string): boolean {
  return /(?:\/|\/(?:index|main|default)\.\w+)$/.test(path)
}

function templateOf(segment: string): string {
  const plain = decoded(segment)
  const template = segmentTemplates.find(([pattern]) => pattern.test(plain))?.[1]
  if (template !== undefined) return template
  return isKey(plain) ? '{token}' : withoutMarks(segment)
}

function isKey(segment: string): boolean {
  return (
    segment.length >= minKeyLength &&
    /[A-Z]/.test(segment) &&
    /[a-z]/.test(segment) &&
    looksRandom(segment, minKeyLength)
  )
}

function routingPart(query: string, ofIndex: boolean): string {
  if (query.startsWith('/')) return templatedPath(query.split('&', 1)[0] ?? '')
  return [...new URLSearchParams(query)]
    .filter(([name, value]) => routingParameters.has(name) || (ofIndex && choosesPage(name, value)))
    .map(([name, value]) => `${name}=${templatedPath(value)}`)
    .join('&')
}

/** True for the name of one of the site's pages: a word, or for `q` a path, because a single word there is a search. */
function choosesPage(name: string, value: string): boolean {
  if (name === 'q') return /^\/?[\w-]+\/[\w/-]+$/.test(value)
  return indexParameters.has(name) && /^[a-z][\w./-]{0,40}$/i.test(value)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // invalid percent-encoding: old sites send it, and it is a segment all the same
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
