import { BoundedSet } from '../base/bounded.js'
import type { PhpError } from './php-error.js'
import { fileName } from './place.js'

/** Number of entries kept, the latest, and of characters of each: errors of old code come again and again. */
const limits = { entries: 500, characters: 8000 }

/** Minimum length of a message, because shorter ones stand in many entries by chance. */
const minMessage = 12

/** What live legacy writes to its own error log during a run. It shows what legacy fails at, but not in which request. */
export interface LegacysLog {
  readonly isFollowed: boolean
  /** True when legacy ended with an error of this class at this line, wherever its code lies. */
  readonly tellsOf: (error: PhpError) => boolean
  /** True when an entry holds this message of an error, such as that of a refused statement. */
  readonly quotes: (message: string) => boolean
}

export interface WrittenLegacysLog extends LegacysLog {
  readonly wrote: (entries: readonly string[]) => void
}

export function legacysLog(): WrittenLegacysLog {
  const entries = new BoundedSet<string>(limits.entries)
  return {
    isFollowed: true,
    wrote(written) {
      for (const entry of written) entries.add(entry.slice(0, limits.characters))
    },
    tellsOf({ type, file, line }) {
      const name = fileName({ file })
      const places = [`${name}:${line}`, `${name} on line ${line}`, `${name}(${line})`]
      return [...entries].some((entry) => entry.includes(type) && places.some((place) => holds(entry, place)))
    },
    quotes: (message) => message.length >= minMessage && [...entries].some((entry) => entry.includes(message)),
  }
}

/** True when the entry holds the place as a whole: `db.php:1` is no place in `db.php:12` or `mydb.php:1`. */
function holds(entry: string, place: string): boolean {
  for (let at = entry.indexOf(place); at !== -1; at = entry.indexOf(place, at + 1)) {
    const [before = '', after = ''] = [entry[at - 1], entry[at + place.length]]
    if (!/[\w-]/.test(before) && !/\d/.test(after)) return true
  }
  return false
}

/** Stands in if legacy's log is not followed. */
export const noLegacysLog: LegacysLog = { isFollowed: false, tellsOf: () => false, quotes: () => false }
