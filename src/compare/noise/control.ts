import type { Difference } from '../../model/difference.js'
import type { NoiseDifference } from '../../model/judgement.js'

/**
 * Takes out what legacy, asked a second time, also did not repeat: a difference at a place where control disagrees with legacy
 * too is noise by definition. A change of another kind stays: that a price varies does not excuse that it became a text.
 */
export function separate(
  differences: readonly Difference[],
  legacysOwn: readonly Difference[],
): { readonly signal: Difference[]; readonly noise: NoiseDifference[] } {
  const places = new Set(legacysOwn.map(placeOf))
  const isNoise = (difference: Difference): boolean => places.has(placeOf(difference))
  return {
    signal: differences.filter((difference) => !isNoise(difference)),
    noise: differences.filter(isNoise).map((difference) => ({ difference, source: 'control' })),
  }
}

function placeOf({ part, kind, path }: Difference): string {
  return `${part} ${kind} ${path}`
}
