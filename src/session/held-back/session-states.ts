import { createHash } from 'node:crypto'
import { BoundedMap } from '../../base/bounded.js'
import { isSafeMethod } from '../../model/http.js'
import { isIdentity, type Credential } from './request-values.js'

/**
 * What legacy knows of a session. `fresh`: no more than of a new visitor. `unknown`: it began before this run, or its value itself says
 * something, as a language does. `diverged`: it wrote, or got a new id, as at a login.
 */
export type SessionState = 'fresh' | 'unknown' | 'diverged'

/** Remembers what became of each session. */
export interface SessionStates {
  /** Learns from what a client sent with a method, and what legacy's answer set. */
  readonly learn: (method: string, sent: readonly Credential[], set: readonly Credential[]) => void
  /** Returns the worst state of these; undefined if none of them is legacy's. */
  readonly of: (held: readonly Credential[]) => SessionState | undefined
  /** Forgets which sessions are fresh, because answers were missed. */
  readonly forgetBirths: () => void
}

const maxNames = 1000
/** Number of safe requests with a cookie after which it is known whether each answer renews it. */
const enoughToTell = 20

/**
 * @param isSession true if the user or the name says that it is a session: then legacy need not have set it in this run.
 * @param max number of sessions remembered; the oldest is forgotten first.
 */
export function sessionStates(isSession: (name: string) => boolean, max: number): SessionStates {
  const known = new BoundedMap<string, 'fresh' | 'diverged'>(max)
  /** Names that legacy sets, with how often safe requests sent them and got another value. */
  const names = new Map<string, { sent: number; renewed: number }>()

  const remember = (credential: Credential, state: 'fresh' | 'diverged'): void => {
    known.set(keyOf(credential), state)
  }

  const isOfLegacy = (name: string): boolean => names.has(name) || isSession(name)

  const stateOf = (credential: Credential): SessionState | undefined => {
    if (!isOfLegacy(credential.name)) return undefined
    return isIdentity(credential) ? (known.get(keyOf(credential)) ?? 'unknown') : 'unknown'
  }

  const of = (held: readonly Credential[]): SessionState | undefined => {
    let worst: SessionState | undefined
    for (const credential of held) {
      const state = stateOf(credential)
      if (state === 'diverged') return state
      if (worst !== 'unknown') worst = state ?? worst
    }
    return worst
  }

  /** True for a cookie that most answers renew: its new value is no new id but stands for the same session. */
  const isRolling = (name: string): boolean => {
    const { sent, renewed } = names.get(name) ?? { sent: 0, renewed: 0 }
    return sent >= enoughToTell && renewed * 2 > sent
  }

  const renews = (sent: readonly Credential[], set: readonly Credential[]): boolean => {
    for (const { name } of sent) count(name, 'sent')
    let found = false
    for (const cookie of set) {
      const before = sent.find(({ name }) => name === cookie.name)
      if (before === undefined || before.value === cookie.value) continue
      count(cookie.name, 'renewed')
      found ||= !isRolling(cookie.name)
    }
    return found
  }

  const count = (name: string, what: 'sent' | 'renewed'): void => {
    const counted = names.get(name)
    if (counted !== undefined) counted[what] += 1
  }

  return {
    learn(method, sent, set) {
      for (const { name } of set)
        if (!names.has(name) && names.size < maxNames) names.set(name, { sent: 0, renewed: 0 })
      const [ids, newIds] = [sent.filter(isIdentity), set.filter(isIdentity)]
      const before = of(sent)
      const writes = !isSafeMethod(method)
      const renewed = !writes && renews(ids, newIds)
      if (writes || renewed || before === 'diverged')
        for (const credential of [...ids, ...newIds]) remember(credential, 'diverged')
      else if (before !== 'unknown') for (const credential of newIds) remember(credential, 'fresh')
    },
    of,
    forgetBirths() {
      for (const [key, state] of known) if (state === 'fresh') known.delete(key)
    },
  }
}

function keyOf({ name, value }: Credential): string {
  const short = value.length > 100 ? createHash('sha256').update(value).digest('base64') : value
  return `${name}=${short}`
}
