import type { z } from 'zod'
import { nearest } from '../../base/nearest.js'
import type { Complaint, Path } from './complaint.js'

type Issue = z.core.$ZodIssue

/** Words what zod found first, for people. @param known returns the keys that are allowed at a place. */
export function complaintOf(issue: Issue, at: Path, known: (path: Path) => readonly string[]): Complaint {
  const path = [...at, ...issue.path]
  if (issue.code === 'unrecognized_keys') return unknownKey(issue.keys[0] ?? '', path, known(path))
  if (issue.code === 'invalid_union') {
    const inner = innermost(issue.errors)
    if (inner !== undefined) return complaintOf(inner, path, known)
  }
  if (issue.code === 'invalid_key') return { path, atKey: true, says: issue.issues[0]?.message ?? issue.message }
  return { path, says: lowerFirst(issue.message) }
}

/** Finds what is wrong inside the shape that was nearly met, which says more than that no shape fits. */
function innermost(branches: readonly (readonly Issue[])[]): Issue | undefined {
  const issues = branches.flat()
  return issues.find(({ code }) => code === 'unrecognized_keys') ?? issues.find(({ path }) => path.length > 0)
}

function unknownKey(key: string, path: Path, known: readonly string[]): Complaint {
  const near = nearest(key, known)
  const hint = near === undefined ? `Known here: ${known.join(', ')}` : `Did you mean "${near}"?`
  return { path: [...path, key], atKey: true, says: `is no key of a scenario. ${hint}` }
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}
