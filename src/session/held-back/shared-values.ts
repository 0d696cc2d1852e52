import { BoundedMap } from '../../base/bounded.js'
import type { Asker } from './asker.js'

/** Numbers of addresses and agents from which a value belongs to several people. */
export interface Several {
  readonly addresses: number
  readonly agents: number
}

/** Both are needed: a phone that roams has many addresses and one agent, a company has one address and many agents. */
export const several: Several = { addresses: 3, agents: 3 }

/** Remembers how many askers showed a value, as far as it matters. */
export interface SharedValues {
  /** Records a value. Returns true once: when this makes it several people's. */
  readonly saw: (value: string, asker: Asker) => boolean
  readonly isShared: (value: string) => boolean
  readonly isKnown: (value: string) => boolean
}

interface Seen {
  readonly addresses: Set<number>
  readonly agents: Set<number>
}

/** @param max number of values remembered; the oldest is forgotten first. */
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
