import { BoundedMap } from '../../base/bounded.js'
import { fitsPattern } from '../../base/pattern.js'
import { anyPattern, type RoutePattern } from '../../model/route-pattern.js'
import { textHash } from '../../base/text-hash.js'
import type { Asker } from './asker.js'
import { isIdentity, type Credential } from './request-values.js'
import { sharedValues, type Several } from './shared-values.js'

export interface SessionSettings {
  /** Names of cookies that are sessions, whatever was learned. */
  readonly cookies: readonly string[]
  /** Names of cookies, header fields and parameters, and paths, that identify nobody. */
  readonly harmless: readonly string[]
}

/** Knows what other legs may have of what a client sends: what the user named, and what several people share. */
export interface Harmless {
  /** The user says that these are sessions. */
  readonly isSession: (name: string) => boolean
  readonly isNamed: (name: string) => boolean
  readonly isPublicPath: RoutePattern
  /** A client sent or got this cookie. True when this showed that it is harmless. */
  readonly saw: (cookie: Credential, asker: Asker) => boolean
  /** Legacy set it in its answer to a write: a login does. It is never learned. */
  readonly cameFromWrite: (name: string) => void
  /** The whole site's, as the password of a staging server. */
  readonly sawCredential: (credential: Credential, asker: Asker) => void
  readonly isHarmlessCookie: (cookie: Credential) => boolean
  readonly isHarmlessCredential: (credential: Credential) => boolean
}

const max = { values: 20_000, names: 1000, askersOfName: 1000 }
/** Askers for each value of a cookie that is a choice, as a language: where each user has a value of his own there are fewer. */
const askersPerValue = 3
/** An API key is used by many machines of one customer. */
const everybody: Several = { addresses: 10, agents: 5 }

interface Name {
  readonly values: Set<number>
  readonly askers: Set<number>
}

export function harmless({ cookies, harmless: named }: SessionSettings): Harmless {
  const shared = sharedValues(max.values)
  const sharedCredentials = sharedValues(max.values, everybody)
  const names = new BoundedMap<string, Name>(max.names)
  const fromWrites = new Set<string>()
  const isSession = oneOf(cookies)
  const isNamed = oneOf(named.filter((each) => !each.startsWith('/')))

  const learnable = (cookie: Credential): boolean =>
    !isIdentity(cookie) && !isSession(cookie.name) && !fromWrites.has(cookie.name)

  const countName = ({ name, value }: Credential, { address, agent }: Asker): void => {
    let known = names.get(name)
    if (known === undefined) {
      known = { values: new Set(), askers: new Set() }
      names.set(name, known)
    }
    if (known.values.size < max.askersOfName) known.values.add(textHash(value))
    if (known.askers.size < max.askersOfName) known.askers.add(address ^ agent)
  }

  const isChoice = (name: string): boolean => {
    const known = names.get(name)
    return known !== undefined && known.values.size * askersPerValue <= known.askers.size
  }

  const isHarmlessCookie = (cookie: Credential): boolean => {
    if (isSession(cookie.name)) return false
    if (isNamed(cookie.name)) return true
    return shared.isShared(keyOf(cookie)) && learnable(cookie) && isChoice(cookie.name)
  }

  return {
    isSession,
    isNamed: (name) => isNamed(name) && !isSession(name),
    isPublicPath: anyPattern(named.filter((each) => each.startsWith('/'))),
    saw(cookie, asker) {
      if (!learnable(cookie)) return false
      countName(cookie, asker)
      shared.saw(keyOf(cookie), asker)
      return isHarmlessCookie(cookie)
    },
    cameFromWrite: (name) => {
      if (fromWrites.size < max.names) fromWrites.add(name)
    },
    sawCredential: (credential, asker) => void sharedCredentials.saw(keyOf(credential), asker),
    isHarmlessCookie,
    isHarmlessCredential: (credential) => isNamed(credential.name) || sharedCredentials.isShared(keyOf(credential)),
  }
}

/** Names as configured, without regard to case; `*` stands for any characters. */
function oneOf(patterns: readonly string[]): (name: string) => boolean {
  const lower = patterns.map((pattern) => pattern.toLowerCase())
  return (name) => lower.length > 0 && lower.some((pattern) => fitsPattern(pattern, name.toLowerCase()))
}

function keyOf({ name, value }: Credential): string {
  return `${name}=${value.length > 100 ? `${value.length}.${textHash(value)}` : value}`
}
