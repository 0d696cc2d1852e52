import { createHmac } from 'node:crypto'
import { markStart } from '../model/marks.js'

/** Replaces a secret by a mark: the same for equal secrets, and without a way back to the value. */
export type Concealer = (secret: string) => string

/**
 * Returns a concealer whose marks are hashes that only the same key makes again.
 * @param key at least 16 random bytes, kept outside the recording.
 */
export function concealerFor(key: Uint8Array): Concealer {
  return (secret) => `${markStart}${createHmac('sha256', key).update(secret).digest('hex').slice(0, 16)}]`
}

/**
 * Returns a concealer that numbers secrets in the order in which they come: the same file gives the same marks each time, and they reveal
 * nothing.
 */
export function numberingConcealer(): Concealer {
  const numbers = new Map<string, string>()
  return (secret) => {
    const known = numbers.get(secret)
    if (known !== undefined) return known
    const hidden = `${markStart}${(numbers.size + 1).toString(16).padStart(16, '0')}]`
    numbers.set(secret, hidden)
    return hidden
  }
}
