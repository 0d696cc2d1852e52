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

/** Knows which of the values that a client sends other legs may have: those that the user named, and those that several people share. */
export interface Harmless {
  /** True for a name that the user declared to be a session. */
  readonly isSession: (name: string) => boolean
  readonly isNamed: (name: string) => boolean
  readonly isPublicPath: RoutePattern
  /** Records a cookie that a client sent or got. Returns true if it is now known to be harmless. */
  readonly saw: (cookie: Credential, asker: Asker) => boolean
  /** Excludes a cookie from learning, because legacy set it in its answer to a write, as at a login. */
  readonly cameFromWrite: (name: string) => void
  /** Records a credential; it may be the whole site's, such as the password of a staging server. */
  readonly sawCredential: (credential: Credential, asker: Asker) => void
  readonly isHarmlessCookie: (cookie: Credential) => boolean
  readonly isHarmlessCredential: (credential: Credential) => boolean
}

const max = { values: 20_000, names: 1000, askersOfName: 1000 }
/** Minimum number of askers per value of a cookie that is a choice, such as a language. If each user has their own value, there are fewer. */
const askersPerValue = 3
/** Askers after which a credential is everybody's: more, because many machines of one customer use the same API key. */
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

/** Returns a test for names as configured, ignoring case; `*` matches any characters. */
function oneOf(patterns: readonly string[]): (name: string) => boolean {
  const lower = patterns.map((pattern) => pattern.toLowerCase())
  return (name) => lower.length > 0 && lower.some((pattern) => fitsPattern(pattern, name.toLowerCase()))
}

function keyOf({ name, value }: Credential): string {
  return `${name}=${value.length > 100 ? `${value.length}.${textHash(value)}` : value}`
}
