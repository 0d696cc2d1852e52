import type { ReadPair } from '../../compare/read/pair.js'
import { headerOf } from '../../model/http.js'
import type { UnmirroredWrite } from '../../model/unmirrored-write.js'
import { routeOf } from '../../model/route.js'
import { sentValues } from './sent-values.js'
import { namesOfTables, readsApart } from './tables.js'

/** The last so many; one that is forgotten can only be blamed on the candidate, which then says that it is not proven. */
const maxWrites = 200

interface Known {
  readonly route: string
  readonly at: number
  readonly values: readonly string[]
  /** What legacy's answer named as made; absent where it named nothing of its own. */
  readonly made?: string
  readonly tables: ReadonlySet<string>
}

/** What legacy was told in this run and the candidate was not: pages that show it differ by data. */
export interface UnmirroredWrites {
  readonly took: (write: UnmirroredWrite) => void
  /** The route of the write that this pair shows on legacy only; undefined where it shows none. */
  readonly shownBy: (pair: ReadPair) => string | undefined
}

/**
 * A pair depends on a write where legacy's answer holds a value that the write sent and the candidate's lacks, where it is the page
 * that the write's own answer pointed to, or where other rows were read of a table that it is known to have written. That a write
 * happened before is not enough: on a busy site one always did.
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

/** Where legacy sent the writer: a page with a number or a name of its own, which no other request asked for. */
function madeBy({ target, answer }: UnmirroredWrite): string | undefined {
  const location = headerOf(answer, 'location')
  if (location === undefined || !URL.canParse(location, `${anyOrigin}${target}`)) return undefined
  const { pathname, search } = new URL(location, `${anyOrigin}${target}`)
  const named = /\d|\w-\w/.test(pathname.split('/').at(-1) ?? '') || /=\d+/.test(search)
  return named ? pathname + search : undefined
}

/** Only path and query are read (RFC 2606 reserves the name). */
const anyOrigin = 'http://stack.invalid'

/** As it was sent, or as HTML and JSON write it. */
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

/** As PHP's htmlspecialchars() writes it. */
function escapedForHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => htmlEntities[char] ?? char)
}
