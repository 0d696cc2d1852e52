import type { Difference } from '../../model/difference.js'

/** Returns the place of a difference across all pairs of its route, without indexes and line numbers. */
export function placeOf(route: string, { part, kind, path }: Pick<Difference, 'part' | 'kind' | 'path'>): string {
  return `${route} ${part} ${kind} ${generalised(path)}`
}

/** Replaces counts with `*`: `$.items[3].price` and `$.items[7].price` are one place, as are the rows of a table and the lines of a text. */
export function generalised(path: string): string {
  return path
    .replace(/\[\d+\]/g, '[*]')
    .replace(/:nth-of-type\(\d+\)/g, ':nth-of-type(*)')
    .replace(/\b(line|row|character) \d+/g, '$1 *')
}
