import { BoundedMap } from '../../base/bounded.js'
import type { Asker } from './asker.js'

/** Addresses and agents by which a value is known to be several people's. */
export interface Several {
  readonly addresses: number
  readonly agents: number
}

/** A phone that roams has many addresses and one agent; a company has one address and many agents: it takes both. */
export const several: Several = { addresses: 3, agents: 3 }

/** Remembers by how many askers a value was shown, so far as it matters. */
export interface SharedValues {
  /** True once, when this makes it several people's. */
  readonly saw: (value: string, asker: Asker) => boolean
  readonly isShared: (value: string) => boolean
  readonly isKnown: (value: string) => boolean
}

interface Seen {
  readonly addresses: Set<number>
  readonly agents: Set<number>
}

/** @param max values that are remembered; the oldest is forgotten first. */
export function sharedValues(max: number, enough: Several = several): SharedValues {
  const known = new BoundedMap<string, Seen>(max)
  const isEnough = ({ addresses, agents }: Seen): boolean =>
    addresses.size >= enough.addresses && agents.size >= enough.agents

  return {
    saw(value, { address, agent }) {
      let seen = known.get(value)
      if (seen === undefined) {
        seen = { addresses: new Set(), agents: new Set() }
        known.set(value, seen)
      }
      if (isEnough(seen)) return false
      if (seen.addresses.size < enough.addresses) seen.addresses.add(address)
      if (seen.agents.size < enough.agents) seen.agents.add(agent)
      return isEnough(seen)
    },
    isShared(value) {
      const seen = known.get(value)
      return seen !== undefined && isEnough(seen)
    },
    isKnown: (value) => known.has(value),
  }
}
