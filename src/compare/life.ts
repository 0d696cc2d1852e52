import { headerOf, type Headers } from '../model/http.js'

/** Milliseconds by which two lifetimes may differ and still be the same: the stacks answered at different moments. */
const tolerance = 30_000

/** Returns milliseconds from the answer's own Date to a moment; NaN if either is invalid. */
export function momentFrom(moment: number, headers: Headers): number {
  return moment - Date.parse(headerOf(headers, 'date') ?? '')
}

/**
 * True when two answers say that something lives equally long. Moments that do not lie ahead are all past (RFC 9111 §5.3). If a lifetime is
 * NaN, as without a Date to count from, only the presence of a moment is compared.
 */
export function sameLife(before: number | undefined, after: number | undefined): boolean {
  if (before === undefined || after === undefined) return before === after
  if (Number.isNaN(before) || Number.isNaN(after)) return true
  if (before <= 0 || after <= 0) return before <= 0 && after <= 0
  return Math.abs(before - after) <= tolerance
}
