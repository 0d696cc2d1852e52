import type { LiveRequest } from './story.js'

/** Knows how the requests of each route end: learned, and unlearned for good. */
export interface Endings {
  /** True if its answer was whole, and its route was often enough seen to end with its answers, and never otherwise. */
  isTrusted(request: LiveRequest): boolean
  /** True if the request may send something after its answer. */
  mayLinger(request: LiveRequest): boolean
  /** A request of this route was seen to send nothing after its answer. */
  clean(route: string): void
  /** A request of this route was seen to send something after its answer. */
  lingers(route: string): void
}

interface Ending {
  clean: number
  lingers: boolean
}

/** How often a route must have been seen to end with its answer before that rules a request out. */
const cleanEndings = 3

export function endings(): Endings {
  const routes = new Map<string, Ending>()
  const of = (route: string): Ending => {
    const known = routes.get(route) ?? { clean: 0, lingers: false }
    routes.set(route, known)
    return known
  }
  return {
    isTrusted({ route, whole }) {
      const { clean, lingers } = of(route)
      return whole && !lingers && clean >= cleanEndings
    },
    mayLinger: ({ route, whole }) => !whole || of(route).lingers,
    clean(route) {
      of(route).clean += 1
    },
    lingers(route) {
      of(route).lingers = true
    },
  }
}
