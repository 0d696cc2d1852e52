import type { Cause } from './cause.js'
import { concurrentHerd } from './logic/infra/concurrent-herd.js'
import { rowsOrder } from './logic/mysql/rows-order.js'
import { statementRefused } from './logic/mysql/statement-refused.js'
import { planRegression } from './logic/perf/plan-regression.js'
import { queryCacheDependence } from './logic/perf/query-cache-dependence.js'
import { repeatedStatements } from './logic/perf/repeated-statements.js'
import { slower } from './logic/perf/slower.js'
import { divisionByZero } from './logic/php/division-by-zero.js'
import { printedDiagnostics } from './logic/php/printed-diagnostics.js'
import { uncaughtError } from './logic/php/uncaught-error.js'
import { unexplained } from './logic/unexplained.js'

/** In this order: each is shown what those before it did not explain, `unexplained` takes what is left over. */
export const causes: readonly Cause[] = [
  divisionByZero,
  statementRefused,
  uncaughtError,
  printedDiagnostics,
  queryCacheDependence,
  planRegression,
  repeatedStatements,
  concurrentHerd,
  slower,
  rowsOrder,
  unexplained,
]

/** Part of every run's `versions`: what judged it. Raised when a cause's rule changes. */
export const causesVersion = '6'

/** Ids of the causes that explain an answer: a recording holds what they look at, so that a pair can be judged by them again. */
export const judgedAgain: readonly string[] = causes.filter(({ explains }) => explains === 'answer').map(({ id }) => id)

export function causeOf(id: string): Cause | undefined {
  return causes.find((cause) => cause.id === id)
}
