import type { ReadPair } from '../../compare/read/pair.js'
import { headerOf } from '../../model/http.js'
import type { UnmirroredWrite } from '../../model/unmirrored-write.js'
import { routeOf } from '../../model/route.js'
import { sentValues } from './sent-values.js'
import { namesOfTables, readsApart } from './tables.js'

/** Max writes to remember, the latest; what a forgotten one causes is blamed on the candidate, as a finding that is not proven. */
const maxWrites = 200

interface Known {
  readonly route: string
  readonly at: number
  readonly values: readonly string[]
  /** Page of what was made, as named by legacy's answer; absent when the answer named none of its own. */
  readonly made?: string
  readonly tables: ReadonlySet<string>
}

/** Writes that legacy got in this run and the candidate did not: pages that show them differ because of the data. */
export interface UnmirroredWrites {
  readonly took: (write: UnmirroredWrite) => void
  /** Returns the route of a write that this pair shows on legacy only; undefined when it shows none. */
  readonly shownBy: (pair: ReadPair) => string | undefined
}

/**
 * Remembers writes. A pair depends on one when legacy's answer holds a value that the write sent and the candidate's lacks it, when it is
 * the page to which the write's own answer pointed, or when other rows were read of a table that it is known to have written. That a
 * write happened earlier is not enough: on a busy site one always did.
 */
export function unmirroredWrites(): UnmirroredWrites {
  const writes: Known[] = []
  return {
    took(write) {
      const made = madeBy(write)
      const values = sentValues(headerOf(write.headers, 'content-type'), write.body)
      const tables = namesOfTables(write.tables)
      if (values.length === 0 && made === undefined && tables.size === 0) return
      writes.push({
        route: routeOf(write.method, write.target),
        at: write.receivedAt,
        values,
        tables,
        ...(made === undefined ? {} : { made }),
      })
      if (writes.length > maxWrites) writes.shift()
    },
    shownBy(pair) {
      const before = writes.filter(({ at }) => at <= pair.request.receivedAt)
      if (before.length === 0) return undefined
      const made = before.find((write) => write.made === pair.request.target)
      if (made !== undefined) return made.route
      const [legacy, candidate] = [pair.text('legacy'), pair.text('candidate')]
      const shown = before.find(({ values }) =>
        values.some((value) => shows(legacy, value) && !shows(candidate, value)),
      )
      return (shown ?? before.find(({ tables }) => readsApart(pair, tables) !== undefined))?.route
    },
  }
}

/** Returns where legacy sent the writer, if that is a page with a number or name of its own, which no other request asked for. */
function madeBy({ target, answer }: UnmirroredWrite): string | undefined {
  const location = headerOf(answer, 'location')
  if (location === undefined || !URL.canParse(location, `${anyOrigin}${target}`)) return undefined
  const { pathname, search } = new URL(location, `${anyOrigin}${target}`)
  const named = /\d|\w-\w/.test(pathname.split('/').at(-1) ?? '') || /=\d+/.test(search)
  return named ? pathname + search : undefined
}

/** Base of relative URLs, of which only path and query are read (RFC 2606 reserves the name). */
const anyOrigin = 'http://stack.invalid'

/** True when the text holds the value as it was sent, or as HTML or JSON write it. */
function shows(text: string, value: string): boolean {
  return [value, escapedForHtml(value), JSON.stringify(value).slice(1, -1)].some((written) => text.includes(written))
}

const htmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
}

/** Escapes a text as PHP's htmlspecialchars() does. */
function escapedForHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => htmlEntities[char] ?? char)
}
