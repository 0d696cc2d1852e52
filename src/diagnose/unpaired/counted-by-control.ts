import type { ReadPair } from '../../compare/read/pair.js'
import type { Request } from '../../model/http.js'
import { routeOf } from '../../model/route.js'

/** With so many requests to control, a number that fits one of them is more likely chance than a counter, and nothing is concluded. */
const maxAsked = 10_000

/** Min difference: an off-by-one in the code also makes a difference of one. */
const minAsked = 2

/** What control, which shares legacy's data, was asked and when: a page that counts its visits counts these too. */
export interface CountedByControl {
  readonly asked: (request: Pick<Request, 'method' | 'target' | 'receivedAt'>) => void
  /**
   * Returns what control had been asked exactly as often as legacy's numbers exceed the candidate's, if nothing else differs: a target, a
   * route or `any page`. Otherwise undefined.
   */
  readonly shownBy: (pair: ReadPair) => string | undefined
}

/** Recognises pages that count their visits on sites without taps, where a write by a safe request cannot be seen. */
export function countedByControl(): CountedByControl {
  const asks: ControlRequest[] = []
  return {
    asked({ method, target, receivedAt }) {
      if (asks.length < maxAsked)
        asks.push({ target: `${method} ${target}`, route: routeOf(method, target), receivedAt })
    },
    shownBy(pair) {
      if (asks.length < minAsked || asks.length >= maxAsked) return undefined
      const ahead = aheadBy(pair)
      if (ahead === undefined || ahead < minAsked) return undefined
      const before = asks.filter(({ receivedAt }) => receivedAt < pair.request.receivedAt)
      return nameAskedSoOften(before, ahead)
    },
  }
}

interface ControlRequest {
  readonly target: string
  readonly route: string
  readonly receivedAt: number
}

function nameAskedSoOften(asks: readonly ControlRequest[], times: number): string | undefined {
  const counts = new Map<string, number>()
  for (const { target, route } of asks)
    for (const name of new Set([target, route])) counts.set(name, (counts.get(name) ?? 0) + 1)
  const name = [...counts].find(([, count]) => count === times)?.[0]
  return name ?? (asks.length === times ? 'any page' : undefined)
}

/** Returns by how much legacy's whole numbers exceed the candidate's; undefined unless that is all that differs, and the same everywhere. */
function aheadBy(pair: ReadPair): number | undefined {
  const { legacy, candidate } = pair
  if (legacy.response === undefined || legacy.response.status !== candidate.response?.status) return undefined
  const [ours, theirs] = [pair.text('legacy').split(wholeNumbers), pair.text('candidate').split(wholeNumbers)]
  if (ours.length !== theirs.length || ours.length === 1) return undefined
  const steps = new Set<number>()
  for (const [index, part] of ours.entries()) {
    const other = theirs[index]
    if (part === other) continue
    steps.add(index % 2 === 1 ? Number(part) - Number(other) : NaN) // odd places hold the numbers
    if (steps.size > 1) return undefined
  }
  return [...steps][0]
}

const wholeNumbers = /(\d{1,15})/
