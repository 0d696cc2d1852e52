import type { Difference } from '../../model/difference.js'
import { markPattern, markStart } from '../../model/marks.js'
import { looksRandom } from '../../model/random-text.js'

type Place = Pick<Difference, 'part' | 'path'>

/**
 * Returns the forms of a value at a place: coarse enough that a value that varies by itself keeps one, and fine enough that an empty text,
 * another status or another page shares none with it.
 */
export function formsOf({ part, path }: Place, value: string): string[] {
  if (part === 'status') return [value]
  if (part === 'redirect' && (isPath(path) || value.startsWith('/'))) return [templated(value)]
  if (part === 'redirect' && !path.startsWith('query') && path !== 'fragment') return [value]
  const text = value.trim()
  const inner = /^"(.*)"$/s.exec(text)?.[1]
  return inner === undefined ? formsOfText(text) : formsOfText(inner.trim()).map((form) => `quoted ${form}`)
}

/** True for the places of a redirect that say which page it leads to; for a front controller that is the query. */
function isPath(path: string): boolean {
  return path === 'path' || path === 'location' || path === 'query'
}

/** A PHP message with a place in a file, which is never of the same form as a page's own text. */
const diagnostic = /\b(?:Warning|Notice|Deprecated|(?:Fatal|Parse) error)\b.{0,2000}\bon line\b|\bUncaught [\w\\]+:/s

function formsOfText(text: string): string[] {
  if (text === '') return ['empty']
  if (diagnostic.test(text)) return ['diagnostic']
  if (/^(?:null|true|false)$/.test(text)) return [text]
  const element = /^<([a-z][\w:-]*)/i.exec(text)?.[1]
  if (element !== undefined) return [`<${element}>`]
  if (text.startsWith(markStart)) return ['text'] // hidden before it was kept
  if (/^\[.*\]?$/s.test(text)) return ['list']
  if (text.startsWith('{')) return ['object']
  if (/^(?:\w+:\/)?\/\S*$/.test(text)) return ['address']
  const kind = /\p{L}/u.test(text) ? 'text' : /\d/.test(text) ? 'number' : 'signs'
  return /^[\w+/=-]{6,}$/.test(text) ? [kind, `run of ${text.length}`] : [kind]
}

/** Replaces the numbers and random parts of a path with placeholders. */
function templated(path: string): string {
  return path
    .replace(markPattern, '{drawn}')
    .split('/')
    .map((segment) => (looksRandom(segment) ? '{drawn}' : segment))
    .join('/')
    .replace(/(?=[\da-f]*\d)[\da-f]{10,}/gi, '{drawn}')
    .replace(/\d+/g, '0')
}

/**
 * True when a value is of the same kind as those shown at its place.
 * @param known forms of further values.
 */
export function isInKind(
  place: Place,
  value: string,
  shown: readonly string[],
  known: readonly string[] = [],
): boolean {
  const forms = formsOf(place, value)
  if (forms.some((form) => known.includes(form))) return true
  if (shown.some((each) => formsOf(place, each).some((form) => forms.includes(form)))) return true
  return place.part === 'redirect' && isPath(place.path) && isPathLike(value, shown)
}

/**
 * True when a path equals several others where they agree and resembles them where they part. If they share no folder, it is not
 * enough that both are text, their lengths must match, too: `/login` is not another `/3f9ac1`.
 */
function isPathLike(path: string, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined || rest.length === 0) return false
  const parts = path.split('/')
  const others = [first, ...rest].map((each) => each.split('/'))
  if (others.some((each) => each.length !== parts.length)) return false
  const shared = parts.map((_, at) => others.every((each) => each[at] === others[0]?.[at]))
  const hasCommon = shared.some((same, at) => same && others[0]?.[at] !== '')
  return parts.every((part, at) => {
    const shown = others.map((each) => each[at] ?? '')
    if (shared[at] === true) return part === shown[0]
    const forms = formsOfText(part).filter((form) => hasCommon || form !== 'text')
    return shown.some((each) => formsOfText(each).some((form) => forms.includes(form)))
  })
}
