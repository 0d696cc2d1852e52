import { count, milliseconds } from '../base/numbers.js'
import type { EvidenceField, EvidenceFields } from '../knowledge/entry.js'
import { causes } from '../knowledge/registry.js'
import type { Evidence } from '../model/finding.js'
import { incomparableWords } from './words.js'

type EvidenceValue = Evidence[string]

export interface EvidenceLine {
  readonly key: string
  readonly label: string
  readonly value: string
  /** True for a detail of how an experiment was made: it is a click away, for those who doubt the result. */
  readonly isOfExperiment: boolean
}

/** Fields of evidence that have a name for people, in the order in which they read well; all others are shown by their key. */
const fields: EvidenceFields = {
  ...Object.fromEntries(causes.flatMap(({ evidence }) => Object.entries(evidence))),
  notCompared: { label: 'Bodies not compared', as: incomparableWords },
  log: { label: 'PHP error log' },
  hint: { label: 'Hint' },
}

/** Fields that are shown more prominently, as the finding's place. */
const shownElsewhere = new Set(['file', 'line', 'sql'])

/** Returns evidence as labelled lines: known fields first and in their order, then the rest under their own keys. */
export function evidenceLines(evidence: Evidence): EvidenceLine[] {
  const known = Object.keys(fields).filter((key) => evidence[key] !== undefined)
  const rest = Object.keys(evidence).filter((key) => !Object.hasOwn(fields, key) && !shownElsewhere.has(key))
  return [...known, ...rest].map((key) => lineOf(key, evidence[key] ?? null))
}

function lineOf(key: string, value: EvidenceValue): EvidenceLine {
  const field: EvidenceField = (Object.hasOwn(fields, key) ? fields[key] : undefined) ?? { label: key }
  return { key, label: field.label, value: inWords(value, field.as), isOfExperiment: field.isOfExperiment === true }
}

function inWords(value: EvidenceValue, as: EvidenceField['as']): string {
  if (typeof as === 'object') return as[String(value)] ?? plain(value)
  if (as === undefined) return plain(value)
  return typeof value === 'number' ? inUnit[as](value) : 'not measured'
}

const inUnit = {
  ms: milliseconds,
  times: (value: number) => `${value.toFixed(2)} ×`,
  percent: (value: number) => `${value} %`,
} as const

function plain(value: EvidenceValue): string {
  if (value === null) return 'not known'
  if (typeof value === 'number') return count(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' ? value : value.join('\n')
}
