import { headerOf, type Headers } from '../model/http.js'

/** Two lives that are nearer to each other than this are one: the stacks answered at different moments. In milliseconds. */
const tolerance = 30_000

/** Milliseconds from the answer's own Date to a moment; NaN where one of them is no moment. */
export function momentFrom(moment: number, headers: Headers): number {
  return moment - Date.parse(headerOf(headers, 'date') ?? '')
}

/**
 * Whether two answers say that something lives as long. What is no moment, or none that lies ahead, is past (RFC 9111 §5.3). Without a
 * Date to count from nothing is known, and only that there is a moment is compared.
 */
export function sameLife(before: number | undefined, after: number | undefined): boolean {
  if (before === undefined || after === undefined) return before === after
  if (Number.isNaN(before) || Number.isNaN(after)) return true
  if (before <= 0 || after <= 0) return before <= 0 && after <= 0
  return Math.abs(before - after) <= tolerance
}
