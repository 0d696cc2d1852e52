import { BoundedMap } from '../base/bounded.js'
import type { Concealer } from './concealer.js'
import type { Literals } from './literals.js'

/** Maximum number of secrets remembered; those not seen for the longest time are forgotten first. */
const maxRemembered = 1000
/** Minimum length: a shorter secret is too likely an ordinary word in another request's answer. */
const minRemembered = 8

/** Secrets of earlier requests, with their marks: a page may show what another request of the session sent. */
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
