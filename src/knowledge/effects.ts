import type { Difference } from '../model/difference.js'

/** Fields that describe the body: another body has others (RFC 9110 §8). */
export const ofTheBody = /^(?:content-.*|etag|last-modified)$/

/**
 * Of the differences those that follow when a page ends before its end: with another status all of them, for another page was
 * served; else what its code did not get to. What was sent before it ended is somebody else's doing.
 */
export function effectsOfEnding(differences: readonly Difference[]): readonly Difference[] {
  if (differences.some(({ part }) => part === 'status')) return differences
  return differences.filter(
    ({ part, kind, path }) =>
      part === 'body' ||
      part === 'redirect' ||
      (part === 'cookies' && kind === 'missing') ||
      (part === 'headers' && ofTheBody.test(path)),
  )
}
