import type { Evidence } from '../model/finding.js'
import { count, milliseconds } from './numbers.js'
import { incomparableWords } from './words.js'

type EvidenceValue = Evidence[string]

interface EvidenceField {
  readonly label: string
  /** In words; without it numbers are grouped and lists joined. */
  readonly say?: (value: EvidenceValue) => string
}

export interface EvidenceLine {
  readonly key: string
  readonly label: string
  readonly value: string
}

const inMilliseconds = (value: EvidenceValue): string =>
  typeof value === 'number' ? milliseconds(value) : 'not measured'

const inTimes = (value: EvidenceValue): string => (typeof value === 'number' ? `${value.toFixed(2)} ×` : 'not measured')

const inPercent = (value: EvidenceValue): string => (typeof value === 'number' ? `${value} %` : 'not measured')

const inWords =
  (words: Readonly<Record<string, string>>) =>
  (value: EvidenceValue): string =>
    words[String(value)] ?? plain(value)

/** Every evidence field that has a name for people, in the order in which they read well; others show their key. */
const fields: Readonly<Record<string, EvidenceField>> = {
  message: { label: "PHP's message" },
  thrownIn: { label: 'Thrown in' },
  face: {
    label: 'How it shows',
    say: inWords({
      'error-text': "the error's text inside the page, status 200",
      'empty-500': 'an empty answer with status 500',
      'cut-short': 'a page that stops half-way, with no error text',
    }),
  },
  errno: { label: "The server's error number" },
  behind: { label: 'Hidden behind' },
  legacysAnswer: {
    label: "Legacy's server, asked the same",
    say: inWords({
      refused: 'refused it too',
      taken: 'took it',
      'not-sent': 'was not asked it in this request',
      unseen: 'not seen: no tap on legacy or control',
    }),
  },
  notCompared: { label: 'Bodies not compared', say: inWords(incomparableWords) },
  known: { label: 'Known as' },
  statuses: { label: 'Status' },
  digest: { label: 'Digest of the statement' },
  log: { label: 'PHP error log' },
  route: { label: 'Measured on' },
  statements: { label: 'SELECTs in one request' },
  identical: { label: 'Times the same text ran in it' },
  executions: { label: 'Times this shape ran in it' },
  distinct: { label: 'Different texts among them' },
  legacyExecutions: { label: 'Times it ran on legacy' },
  callers: { label: 'Called from' },
  legacyMs: { label: 'SQL time, legacy', say: inMilliseconds },
  legacyEachMs: { label: 'One execution, legacy without its query cache', say: inMilliseconds },
  candidateEachMs: { label: 'One execution, candidate', say: inMilliseconds },
  loopMs: { label: 'The loop, candidate', say: inMilliseconds },
  legacyLoopMs: { label: 'The loop, legacy', say: inMilliseconds },
  loopSharePercent: { label: "Part of the candidate's answer", say: inPercent },
  legacyCachedMs: { label: 'SQL time, legacy with its query cache', say: inMilliseconds },
  legacyUncachedMs: { label: 'SQL time, legacy without its query cache', say: inMilliseconds },
  candidateMs: { label: 'SQL time, candidate', say: inMilliseconds },
  sharePercent: { label: 'Extra time explained by the loss of the cache', say: inPercent },
  shareByTapPercent: { label: 'Explained, by repeating the request', say: inPercent },
  shareBySessionPercent: { label: 'Explained, by repeating its statements', say: inPercent },
  shareByAnswerPercent: { label: "Explained, by legacy's whole answer", say: inPercent },
  servedFromCachePercent: { label: "Statements that legacy's cache answered", say: inPercent },
  answerCachedMs: { label: 'Whole answer, legacy with its query cache', say: inMilliseconds },
  answerUncachedMs: { label: 'Whole answer, legacy without its query cache', say: inMilliseconds },
  answerCandidateMs: { label: 'Whole answer, candidate', say: inMilliseconds },
  answerMendedMs: { label: '… with each statement run once', say: inMilliseconds },
  answerOneExecutionMs: { label: '… with one statement in place of the loop, at best', say: inMilliseconds },
  method: {
    label: 'Measured by',
    say: inWords({
      tap: 'repeating the whole request through the tap',
      session: "repeating its statements in a session on legacy's database",
    }),
  },
  client: { label: 'Client' },
  phase: {
    label: 'Timed',
    say: inWords({ total: 'to the last byte of the answer', firstByte: 'to the first byte of the answer' }),
  },
  timedPairs: { label: 'Requests timed on both sides' },
  comparedWith: {
    label: 'Beside',
    say: inWords({
      legacy: "the user's own answer from legacy",
      control: 'legacy asked a second time, in the same way as the candidate',
    }),
  },
  ratio: { label: 'Times as long, median of the pairs', say: inTimes },
  ratioLow: { label: '… at least (95 % interval)', say: inTimes },
  ratioHigh: { label: '… at most (95 % interval)', say: inTimes },
  gapMs: { label: 'Longer by, median of the pairs', say: inMilliseconds },
  gapLowMs: { label: '… at least (95 % interval)', say: inMilliseconds },
  gapHighMs: { label: '… at most (95 % interval)', say: inMilliseconds },
  legacyP50Ms: { label: 'Legacy, half of the answers within', say: inMilliseconds },
  legacyP95Ms: { label: 'Legacy, 95 % within', say: inMilliseconds },
  legacyP99Ms: { label: 'Legacy, 99 % within', say: inMilliseconds },
  candidateP50Ms: { label: 'Candidate, half of the answers within', say: inMilliseconds },
  candidateP95Ms: { label: 'Candidate, 95 % within', say: inMilliseconds },
  candidateP99Ms: { label: 'Candidate, 99 % within', say: inMilliseconds },
  pairsAlone: { label: 'Requests that came alone' },
  pairsTogether: { label: 'Requests that came in bursts' },
  aloneLegacyP50Ms: { label: 'Alone: legacy, median', say: inMilliseconds },
  aloneCandidateP50Ms: { label: 'Alone: candidate, median', say: inMilliseconds },
  togetherLegacyP50Ms: { label: 'In bursts: legacy, median', say: inMilliseconds },
  togetherCandidateP50Ms: { label: 'In bursts: candidate, median', say: inMilliseconds },
  repeats: { label: 'Repeats behind each median' },
  places: { label: 'Places that differ' },
  firstPlace: { label: 'First place' },
  charset: { label: 'Character set of the sessions' },
  charsetKnown: { label: 'Known from the wire' },
  sameRows: { label: 'Same rows on both servers' },
  ran: { label: 'What the experiment ran' },
  hint: { label: 'Hint' },
}

/** How an experiment was made: for those who doubt it, a click away. */
const experimental = new Set([
  'method',
  'repeats',
  'servedFromCachePercent',
  'charset',
  'charsetKnown',
  'sameRows',
  'ran',
])

export function isExperimental({ key }: EvidenceLine): boolean {
  return experimental.has(key)
}

/** Shown where they matter more: as the finding's place. */
const shownElsewhere = new Set(['file', 'line', 'sql'])

/** Evidence as labelled lines: known fields first and in their order, then the rest under their own keys. */
export function evidenceLines(evidence: Evidence): EvidenceLine[] {
  const known = Object.keys(fields).filter((key) => evidence[key] !== undefined)
  const rest = Object.keys(evidence).filter((key) => !Object.hasOwn(fields, key) && !shownElsewhere.has(key))
  return [...known, ...rest].map((key) => lineOf(key, evidence[key] ?? null))
}

function lineOf(key: string, value: EvidenceValue): EvidenceLine {
  const field = Object.hasOwn(fields, key) ? fields[key] : undefined
  return { key, label: field?.label ?? key, value: (field?.say ?? plain)(value) }
}

function plain(value: EvidenceValue): string {
  if (value === null) return 'not known'
  if (typeof value === 'number') return count(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' ? value : value.join('\n')
}
