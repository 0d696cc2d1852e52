import type { Cause, Detector } from './cause.js'
import type { Entry } from './entry.js'
import type { KnownChange } from './known-change.js'
import { knownChanges } from './rows.js'
import { answeredElsewhere } from './logic/infra/answered-elsewhere.js'
import { assetFallthrough } from './logic/infra/asset-fallthrough.js'
import { concurrentHerd } from './logic/infra/concurrent-herd.js'
import { knownDifference } from './logic/known-difference.js'
import { rowsOrder } from './logic/mysql/rows-order.js'
import { rowsValue } from './logic/mysql/rows-value.js'
import { statementRefused } from './logic/mysql/statement-refused.js'
import { planRegression } from './logic/perf/plan-regression.js'
import { queryCacheDependence } from './logic/perf/query-cache-dependence.js'
import { repeatedStatements } from './logic/perf/repeated-statements.js'
import { slower } from './logic/perf/slower.js'
import { divisionByZero } from './logic/php/division-by-zero.js'
import { otherValue } from './logic/php/other-value.js'
import { otherWay } from './logic/php/other-way.js'
import { printedDiagnostics } from './logic/php/printed-diagnostics.js'
import { uncaughtError } from './logic/php/uncaught-error.js'
import { unexplained } from './logic/unexplained.js'

/** Causes with logic except `unexplained`, in the order in which they are asked: each is shown what those before it did not claim. */
const explaining: readonly Cause[] = [
  divisionByZero,
  statementRefused,
  uncaughtError,
  printedDiagnostics,
  assetFallthrough,
  answeredElsewhere,
  queryCacheDependence,
  planRegression,
  repeatedStatements,
  concurrentHerd,
  slower,
  rowsOrder,
]

/** Causes that name the part of the stack where nothing better is known: asked after the rows of the catalogue. */
const lastResorts: readonly Cause[] = [rowsValue, otherWay, otherValue]

/** Every cause that needs code to recognise. */
export const causes: readonly Cause[] = [...explaining, ...lastResorts, unexplained]

/** All detectors in the order in which they are asked; `unexplained` comes last and claims what is left. */
export const detectors: readonly Detector[] = [...explaining, knownDifference, ...lastResorts, unexplained]

/** Recorded in every run's `versions`, to say what judged it. Raised when the rule of a cause, or a row, changes. */
export const causesVersion = '8'

const waysOfKnowing = {
  php: "by PHP's own words in the candidate's error log or page",
  sql: "by the error of the candidate's server where legacy's takes the statement",
  rows: 'by what the two servers give to the same statement (`sosie sql`)',
  difference: 'by what the two answers say at the same place',
} as const

/** Every entry that a finding may name as its cause. */
export const entries: readonly Entry[] = [...causes, ...knownChanges.map(entryOfChange)]

const entriesById = new Map(entries.map((entry) => [entry.id, entry]))
const causesById = new Map(causes.map((cause) => [cause.id, cause]))
const changesById = new Map(knownChanges.map((change) => [change.id, change]))

export function entryOf(id: string): Entry | undefined {
  return entriesById.get(id)
}

/** Returns a cause with logic; undefined for a row. */
export function causeOf(id: string): Cause | undefined {
  return causesById.get(id)
}

/** Returns a row; undefined for a cause with logic. */
export function changeOf(id: string): KnownChange | undefined {
  return changesById.get(id)
}

/** Ids of the causes that a recorded pair is judged by again: those that explain an answer, because a recording holds their evidence. */
export const judgedAgain: readonly string[] = [
  ...causes.filter(({ explains }) => explains === 'answer').map(({ id }) => id),
  ...knownChanges.map(({ id }) => id),
]

function entryOfChange({ id, severity, name, before, after, fix, source, signs, known }: KnownChange): Entry {
  return { id, severity, name, before, after, known: known ?? knownBy(signs), fix, source }
}

/** Returns the sentence that says by which kinds of signs the change is recognised. */
function knownBy(signs: KnownChange['signs']): string {
  const kinds = (['php', 'sql', 'rows', 'difference'] as const).filter((kind) => signs.some((sign) => kind in sign))
  const ways = kinds.map((kind) => waysOfKnowing[kind]).join(', or ')
  return `${ways.charAt(0).toUpperCase()}${ways.slice(1)}.`
}
