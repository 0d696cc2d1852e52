import { sentenceOf } from '../compare/read.js'
import type { Evidence, Proof } from '../model/finding.js'
import type { Acceptance, ReportedFinding } from '../model/report.js'
import { milliseconds } from './numbers.js'

/** Where the defect is: a line of PHP, a statement, or only a place in an answer. */
export type Place =
  | { readonly kind: 'source'; readonly file: string; readonly line: string }
  | { readonly kind: 'statement'; readonly sql: string; readonly search: string | undefined }
  | { readonly kind: 'answer'; readonly text: string }

export function placeOf({ evidence, routes }: ReportedFinding): Place {
  const [file, sql] = [textOf(evidence, 'file'), textOf(evidence, 'sql')]
  if (file !== undefined) return { kind: 'source', file, line: textOf(evidence, 'line') ?? '?' }
  if (sql !== undefined) return { kind: 'statement', sql, search: searchFor(sql) }
  return { kind: 'answer', text: textOf(evidence, 'firstPlace') ?? routes[0]?.route ?? 'not known' }
}

/** Words of a statement that its source holds as they are, to search the code for; undefined where nothing is long enough. */
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
  hybrid: 'proven by asking a stack where only PHP or only MySQL is new',
  none: 'possible, not proven',
}

const cacheProvenBy: Readonly<Record<string, string>> = {
  tap: "proven by repeating the request with legacy's query cache switched off",
  session: "proven by repeating the request's statements with legacy's query cache switched off",
  both: "proven two ways, by repeating the request and by repeating its statements with legacy's query cache switched off",
}

const probedBy: Readonly<Record<string, string>> = {
  'perf-plan-regression': 'proven by timing it on both servers, without the query cache, and by their plans',
  'perf-repeated-statements': 'proven by repeating the request',
}

export function proofInWords({ cause, proof, evidence }: ReportedFinding): string {
  if (proof !== 'probe') return provenBy[proof]
  if (cause !== 'query-cache-dependence') return probedBy[cause] ?? provenBy.probe
  const twoWays = evidence['shareByTapPercent'] !== undefined && evidence['shareBySessionPercent'] !== undefined
  return cacheProvenBy[twoWays ? 'both' : (textOf(evidence, 'method') ?? 'tap')] ?? provenBy.probe
}

const seenByFace: Readonly<Record<string, string>> = {
  'error-text': "PHP's error text in the page where content should be; the status says 200, so no monitor notices.",
  'empty-500': 'An empty page with status 500.',
  'cut-short': 'A page that stops half-way: status 200, no error text, the rest is missing.',
}

/** What a user would meet, in a sentence or two. */
export function usersSee(finding: ReportedFinding): string {
  const { evidence, example } = finding
  const byFace = seenByFace[textOf(evidence, 'face') ?? '']
  if (byFace !== undefined) return byFace
  if (finding.cause === 'query-cache-dependence') return slowerPage(evidence)
  if (finding.cause === 'perf-plan-regression') return slowerPage(evidence)
  if (finding.cause === 'perf-repeated-statements') return loopingPage(evidence)
  if (typeof evidence['ratio'] === 'number')
    return `The same page, ${evidence['ratio'].toFixed(1)} times as slow as before.`
  if (typeof evidence['pairsTogether'] === 'number')
    return 'A page that stalls as soon as several people ask for it at once.'
  const first = example?.differences[0]
  if (first?.part === 'status') return `Status ${first.candidate ?? '?'} instead of ${first.legacy ?? '?'}.`
  return first === undefined ? 'Another answer than before.' : sentenceOf(first)
}

/** `by Ada until 2026-12-31: the supplier answers in January`. */
export function acceptanceInWords({ by, reason, author, expires }: Acceptance): string {
  const who = author ?? (by === 'configuration' ? 'the configuration' : 'the baseline')
  return `by ${who}${expires === undefined ? '' : ` until ${expires}`}: ${reason}`
}

function slowerPage({ legacyCachedMs, candidateMs }: Evidence): string {
  if (typeof legacyCachedMs !== 'number' || typeof candidateMs !== 'number') return 'The same page, slower.'
  const [before, after] = [milliseconds(legacyCachedMs), milliseconds(candidateMs)]
  return `The same page, slower: its SQL takes ${after} instead of ${before} on every request.`
}

function loopingPage({ loopMs, legacyLoopMs, answerCandidateMs }: Evidence): string {
  if (typeof loopMs !== 'number') return 'A page that waits for a loop of statements.'
  const of = typeof answerCandidateMs === 'number' ? ` of its ${milliseconds(answerCandidateMs)}` : ''
  const before = typeof legacyLoopMs === 'number' ? `; on legacy it waits ${milliseconds(legacyLoopMs)}` : ''
  return `A page that waits ${milliseconds(loopMs)}${of} for a loop of statements${before}.`
}

/** Text and numbers as text; undefined for what is absent or of another kind. */
function textOf(evidence: Evidence, key: string): string | undefined {
  const value = evidence[key]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** Pairs that were not compared because they follow from it. */
export function followersOf({ followedBy = [] }: Pick<ReportedFinding, 'followedBy'>): number {
  return followedBy.reduce((sum, { count }) => sum + count, 0)
}
