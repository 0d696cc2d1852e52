import { sentenceOf } from '../compare/sentence.js'
import { causeOf, changeOf } from '../knowledge/registry.js'
import type { Evidence, Proof } from '../model/finding.js'
import type { Acceptance, ReportedFinding } from '../model/report.js'

/** Where the defect is: a line of PHP, a statement, or only a place in an answer. */
export type Place =
  | { readonly kind: 'source'; readonly file: string; readonly line: string }
  | { readonly kind: 'statement'; readonly sql: string; readonly search: string | undefined }
  | { readonly kind: 'answer'; readonly text: string }

export function placeOf({ evidence, routes }: ReportedFinding): Place {
  const [file, sql] = [evidenceText(evidence, 'file'), evidenceText(evidence, 'sql')]
  if (file !== undefined) return { kind: 'source', file, line: evidenceText(evidence, 'line') ?? '?' }
  if (sql !== undefined) return { kind: 'statement', sql, search: searchFor(sql) }
  return { kind: 'answer', text: evidenceText(evidence, 'firstPlace') ?? routes[0]?.route ?? 'not known' }
}

/** Returns words of a statement to search the code for, since the source holds them as they are; undefined when none are long enough. */
function searchFor(sql: string): string | undefined {
  const [beforeFrom = ''] = sql.split(/\sFROM\s/i)
  const words = /[^'"\d]*$/.exec(beforeFrom)?.[0].trim().split(/,\s*/).at(-1)
  return words === undefined || words.length < 8 ? undefined : words
}

const provenBy: Readonly<Record<Proof, string>> = {
  signature: "proven by the error's own words in the candidate's answer",
  log: 'proven by the PHP error log',
  measured: 'proven by statistics over many timed pairs',
  probe: 'proven by an experiment on both stacks',
  none: 'possible, not proven',
}

export function proofInWords({ cause, proof, evidence }: ReportedFinding): string {
  const byExperiment = proof === 'probe' ? causeOf(cause)?.experiment?.provenBy(evidence) : undefined
  return byExperiment ?? provenBy[proof]
}

/** Says in a sentence or two what a user would notice. */
export function usersSee({ cause, evidence, example }: ReportedFinding): string {
  const known = causeOf(cause)?.usersSee?.(evidence) ?? changeOf(cause)?.usersSee
  if (known !== undefined) return known
  const first = example?.differences[0]
  if (first?.part === 'status') return `Status ${first.candidate ?? '?'} instead of ${first.legacy ?? '?'}.`
  return first === undefined ? 'Another answer than before.' : sentenceOf(first)
}

/** Says who accepted a finding, for example `by Ada until 2026-12-31: the supplier answers in January`. */
export function acceptanceInWords({ by, reason, author, expires }: Acceptance): string {
  const who = author ?? (by === 'configuration' ? 'the configuration' : 'the baseline')
  return `by ${who}${expires === undefined ? '' : ` until ${expires}`}: ${reason}`
}

/** Returns a text or number as text; undefined when the field is absent or of another type. */
function evidenceText(evidence: Evidence, key: string): string | undefined {
  const value = evidence[key]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** Counts the pairs that were not compared because they follow from the finding. */
export function followersOf({ followedBy = [] }: Pick<ReportedFinding, 'followedBy'>): number {
  return followedBy.reduce((sum, { count }) => sum + count, 0)
}
