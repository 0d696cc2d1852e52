import { BoundedMap } from '../base/bounded.js'
import type { Concealer } from './concealer.js'
import type { Literals } from './literals.js'

/** Secrets that are remembered; the ones that were not seen for the longest time are forgotten first. */
const maxRemembered = 1000
/** Shorter ones are too likely a word of their own in another request's answer. */
const minRemembered = 8

/** Secrets of earlier requests, by what stands for them: a page may show what another request of the session sent. */
export interface EarlierSecrets {
  readonly remember: (secrets: Iterable<string>) => void
  readonly known: Literals
}

export function earlierSecrets(conceal: Concealer): EarlierSecrets {
  const known = new BoundedMap<string, string>(maxRemembered)
  return {
    known,
    remember: (secrets) => {
      for (const secret of secrets) {
        if (secret.length < minRemembered) continue
        known.set(secret, known.get(secret) ?? conceal(secret))
      }
    },
  }
}
