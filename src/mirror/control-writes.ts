import type { Exchange } from '../model/exchange.js'
import type { Request } from '../model/http.js'
import { routeOf } from '../model/route.js'
import { temporaryTablesOf, writtenTablesOf } from '../sql/written-tables.js'

/** Maximum number of routes that were seen to write; past it, the site writes everywhere and control is not asked any more. */
const maxRoutes = 1000

/**
 * Keeps control, when it shares legacy's data, from changing it behind users' backs: view counters, last visits,
 * one-time links.
 */
export interface ControlWrites {
  /** False once a safe request of the same route was seen to write, or once too many routes were. */
  readonly mayAsk: (request: Pick<Request, 'method' | 'target'>) => boolean
  /** Learns from what control did for a safe request. */
  readonly saw: (request: Pick<Request, 'method' | 'target'>, control: Exchange) => void
}

/** @param told called once per route, with the tables that its first such request wrote. */
export function controlWrites(told: (route: string, tables: readonly string[]) => void): ControlWrites {
  const routes = new Set<string>()
  return {
    mayAsk: ({ method, target }) => {
      if (routes.size === 0) return true
      return routes.size < maxRoutes && !routes.has(routeOf(method, target))
    },
    saw({ method, target }, { statements }) {
      const temporary = temporaryTablesOf(statements)
      const written = statements
        .filter(({ affectedRows }) => affectedRows > 0)
        .flatMap(({ sql }) => [...writtenTablesOf(sql)])
      const tables = new Set(written.filter((table) => !temporary.has(table)))
      if (tables.size === 0 || routes.size >= maxRoutes) return
      const route = routeOf(method, target)
      if (routes.has(route)) return
      routes.add(route)
      told(route, [...tables])
    },
  }
}

/** For a control with a copy of legacy's data: nobody sees what it writes there. */
export const onACopy: ControlWrites = { mayAsk: () => true, saw: () => undefined }
