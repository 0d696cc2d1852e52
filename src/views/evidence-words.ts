import type { Evidence } from '../model/finding.js'
import { count, milliseconds } from './numbers.js'

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

const inPercent = (value: EvidenceValue): string => (typeof value === 'number' ? `${value} %` : 'not measured')

const inWords =
  (words: Readonly<Record<string, string>>) =>
  (value: EvidenceValue): string =>
    words[String(value)] ?? plain(value)

/** Every evidence field that has a name for people, in the order in which they read well; others show their key. */
const fields: Readonly<Record<string, EvidenceField>> = {
  message: { label: "PHP's message" },
  face: {
    label: 'How it shows',
    say: inWords({
      'error-text': "the error's text inside the page, status 200",
      'empty-500': 'an empty answer with status 500',
      'cut-short': 'a page that stops half-way, with no error text',
    }),
  },
  log: { label: 'PHP error log' },
  route: { label: 'Measured on' },
  statements: { label: 'SELECTs in one request' },
  identical: { label: 'Times the same text ran in it' },
  callers: { label: 'Called from' },
  legacyCachedMs: { label: 'SQL time, legacy with its query cache', say: inMilliseconds },
  legacyUncachedMs: { label: 'SQL time, legacy without its query cache', say: inMilliseconds },
  candidateMs: { label: 'SQL time, candidate', say: inMilliseconds },
  sharePercent: { label: 'Extra time explained by the loss of the cache', say: inPercent },
  method: {
    label: 'Measured by',
    say: inWords({
      tap: 'repeating the whole request through the tap',
      session: "repeating its statements in a session on legacy's database",
    }),
  },
  repeats: { label: 'Repeats behind each median' },
  places: { label: 'Places that differ' },
  firstPlace: { label: 'First place' },
  hint: { label: 'Hint' },
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
