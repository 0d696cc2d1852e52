import type { z } from 'zod'
import { nearest } from '../../base/nearest.js'
import type { Complaint, Path } from './complaint.js'

type Issue = z.core.$ZodIssue

/** What zod found first, as a person wants to hear it. @param known the keys that may stand at a place. */
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

/** Where one of several shapes was nearly met, what is wrong inside it says more than that none fits. */
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
