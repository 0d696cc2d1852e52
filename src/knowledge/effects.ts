import type { Difference } from '../model/difference.js'

/** Matches header fields that describe the body, so that they change with it (RFC 9110 §8). */
export const ofTheBody = /^(?:content-.*|etag|last-modified)$/

/**
 * Returns the differences that follow from a script that ended early. If the status changed, these are all of them, because another page
 * was served. Otherwise they are those in what the script did not get to; whatever was sent before has another reason.
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
