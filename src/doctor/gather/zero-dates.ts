import type { Column, ZeroDates } from '../facts.js'
import type { DatabaseSession } from '../../probe/session.js'
import { quoted } from '../../sql/quoted.js'
import { ranOutOfTime } from '../../sql/ran-out-of-time.js'
import { errnoOf, type Stop } from './reading.js'

export interface ZeroDateBudget {
  /** True when the server itself can stop a SELECT that takes too long (since 5.7.8). */
  readonly serverStops: boolean
  /** Max milliseconds for one column, and for all together. */
  readonly columnMs: number
  readonly totalMs: number
  readonly now: () => number
  readonly stop: Stop
  readonly tell: (progress: string) => void
}

/** Max rows of a table to search when the server cannot stop a SELECT by itself. */
const sampledRows = 200_000

/** Searches every date column for a zero date or a date with a zero month or day, within the budget. */
export async function zeroDatesOf(
  session: DatabaseSession,
  columns: readonly Column[],
  budget: ZeroDateBudget,
): Promise<ZeroDates> {
  const dates = columns.filter(({ type }) => /^(?:date|datetime|timestamp)\b/.test(type))
  const deadline = budget.now() + budget.totalMs
  const found: string[] = []
  const unfinished: string[] = []
  for (const [at, column] of dates.entries()) {
    const place = `${column.table}.${column.name}`
    const left = deadline - budget.now()
    if (left <= 0 || budget.stop.asked()) unfinished.push(place)
    else {
      const ms = Math.ceil(Math.min(left, budget.columnMs))
      const answer = await holdsZero(session, budget.serverStops ? untilTime(column, ms) : ofSample(column))
      if (answer === 'yes') found.push(place)
      if (answer === 'unfinished') unfinished.push(place)
    }
    budget.tell(`zero dates: ${at + 1} of ${dates.length} columns`)
  }
  return { found, unfinished }
}

async function holdsZero(session: DatabaseSession, sql: string): Promise<'yes' | 'no' | 'unfinished'> {
  try {
    return (await session.rows(sql)).length > 0 ? 'yes' : 'no'
  } catch (error) {
    if (ranOutOfTime(errnoOf(error), String(error))) return 'unfinished'
    throw error
  }
}

function untilTime({ table, name }: Column, ms: number): string {
  return `SELECT /*+ MAX_EXECUTION_TIME(${ms}) */ 1 AS zero FROM ${quoted(table)} WHERE ${isZero(quoted(name))} LIMIT 1`
}

function ofSample({ table, name }: Column): string {
  const column = quoted(name)
  const sample = `SELECT ${column} FROM ${quoted(table)} LIMIT ${sampledRows}`
  return `SELECT 1 AS zero FROM (${sample}) sample WHERE ${isZero(column)} LIMIT 1`
}

function isZero(column: string): string {
  return `DAYOFMONTH(${column}) = 0 OR MONTH(${column}) = 0`
}
