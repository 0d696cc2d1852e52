import { gammaln } from 'simple-statistics'

/**
 * Fisher's exact test, one-sided: how likely it is that the first count is at least this far above the second when both come from the same
 * rate. Exact for any sample, even when a rate is near 0 (R. A. Fisher, "The Design of Experiments", 1935).
 *
 * @returns a probability; 1 when nothing was seen.
 */
export function fisherGreater(first: number, ofFirst: number, second: number, ofSecond: number): number {
  const seen = first + second
  const all = ofFirst + ofSecond
  const max = Math.min(seen, ofFirst)
  let probability = 0
  for (let k = first; k <= max; k += 1) {
    probability += Math.exp(choose(ofFirst, k) + choose(ofSecond, seen - k) - choose(all, seen))
  }
  return Math.min(1, probability)
}

/** Returns the logarithm of the number of combinations. */
function choose(n: number, k: number): number {
  return k < 0 || k > n ? -Infinity : gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
}
