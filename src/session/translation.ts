import { ownTokenName } from '../compare/own-tokens.js'
import type { OwnValue } from './own-values.js'

/** One leg's values for those recorded on legacy: tokens, nonces and ids of records that each side made for itself. */
export interface Translation {
  /** Learns from an answer of the leg: if its value differs from the recorded one at the same place, later requests get the leg's. */
  learn(recorded: readonly OwnValue[], own: readonly OwnValue[]): void
  /**
   * Returns the leg's value for one that a request holds.
   * @param name of the field or parameter; empty for a segment of a path.
   */
  valueFor(name: string, recorded: string): string
  /** True while the leg has no value of its own, so that requests stay as they are. */
  readonly isEmpty: () => boolean
}

/** Values that are translated under any name. Shorter ones and plain numbers stand for many things: they need a name they were seen with. */
const distinctive = /^(?=.*[A-Za-z])(?=.*\d).{8,}$|^.{16,}$/

export function translation(): Translation {
  /** Values of the leg by recorded value, with the names that they were seen under. */
  const known = new Map<string, { own: string; readonly names: Set<string> }>()
  /** Hidden fields and meta elements as the leg's last pages had them. */
  const fields = new Map<string, string>()

  return {
    learn(recorded, own) {
      const before = new Map(recorded.map((each) => [each.place, each]))
      for (const { place, name, value } of own) {
        if (place.startsWith('field ') || place.startsWith('meta ')) fields.set(name, value)
        const old = before.get(place)
        if (old === undefined || old.value === '' || (old.value === value && !known.has(value))) continue
        const entry = known.get(old.value) ?? { own: value, names: new Set<string>() }
        entry.own = value
        entry.names.add(name)
        known.set(old.value, entry)
      }
    },
    isEmpty: () => known.size + fields.size === 0,
    valueFor(name, recorded) {
      const entry = known.get(recorded)
      if (entry !== undefined && (distinctive.test(recorded) || sameName(entry.names, name))) return entry.own
      // Whatever was recorded, because it may have been redacted.
      const field = ownTokenName.test(name) ? fields.get(name) : undefined
      return field ?? recorded
    },
  }
}

/**
 * True when a name in a request fits one in an answer: `id` is `id`, `product_id` or `productId`. A segment of a path has no name and always
 * fits.
 */
function sameName(names: ReadonlySet<string>, name: string): boolean {
  if (name === '') return true
  const wanted = name.toLowerCase().replace(/[[\]_-]/g, '')
  return [...names].some((each) => {
    const seen = each.toLowerCase().replace(/[[\]_-]/g, '')
    return seen !== '' && (wanted.endsWith(seen) || seen.endsWith(wanted))
  })
}
