/** Two-sided 95 % of the standard normal distribution. */
const z = 1.959964

/**
 * Returns the 95 % interval of a share by Wilson's score, which stays within 0 and 1 and holds for small samples and for shares near 0 (E.
 * B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927).
 *
 * @param of at least 1.
 */
export function shareInterval(seen: number, of: number): readonly [low: number, high: number] {
  const share = seen / of
  const middle = share + (z * z) / (2 * of)
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)]
}
