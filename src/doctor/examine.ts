import { doctorSeverities, type DoctorRow, type DoctorSeverity } from './model.js'
import type { Check, Found } from './check.js'
import type { Fact, FactName, GatheredFacts, StackFacts } from './facts.js'
import { unreadRow } from './not-read.js'

export interface Examined {
  readonly rows: readonly DoctorRow[]
  readonly made: number
  readonly notMade: readonly string[]
}

type Side = 'legacy' | 'candidate'

/**
 * Runs the checks on the facts of both stacks and returns their rows, worst first. A check that lacks a fact is not made; a row says so
 * unless the fact was never asked for.
 */
export function examine(legacy: GatheredFacts, candidate: GatheredFacts, checks: readonly Check[]): Examined {
  const sides = { legacy, candidate }
  const wanted = checks.filter((check) => missing(check, sides, 'not-asked').length === 0)
  const made = wanted.filter((check) => missing(check, sides, 'unread').length === 0)
  const notMade = wanted.filter((check) => !made.includes(check))
  const [before, after] = [known(legacy), known(candidate)]
  const found = made.flatMap((check) => check.judge(before, after).map((one) => rowOf(check, one)))
  const unread = unreadRows(notMade, sides)
  return { rows: bySeverity([...found, ...unread]), made: made.length, notMade: notMade.map(({ id }) => id) }
}

function missing(check: Check, sides: Readonly<Record<Side, GatheredFacts>>, state: Fact<unknown>['state']) {
  const of = (side: Side) => check.needs[side].filter((name) => sides[side][name].state === state)
  return [
    ...of('legacy').map((name) => ['legacy', name] as const),
    ...of('candidate').map((name) => ['candidate', name] as const),
  ]
}

/** Returns the values that were read. The cast is safe because a check is made only when it has all the facts it needs. */
function known(facts: GatheredFacts): StackFacts {
  const values: Record<string, unknown> = {}
  for (const [name, fact] of Object.entries(facts) as [string, Fact<unknown>][])
    if (fact.state === 'read') values[name] = fact.value
  return values as unknown as StackFacts
}

function rowOf({ id, foretells = [], why, fix, source }: Check, found: Found): DoctorRow {
  return { check: id, causes: foretells, why, fix, source, places: [], ...found }
}

/** Returns one row for each fact of a side that could not be read, with the checks that lacked it. */
function unreadRows(notMade: readonly Check[], sides: Readonly<Record<Side, GatheredFacts>>): DoctorRow[] {
  const lacking = new Map<string, { side: Side; name: FactName; checks: string[] }>()
  for (const check of notMade)
    for (const [side, name] of missing(check, sides, 'unread')) {
      const entry = lacking.get(`${side} ${name}`) ?? { side, name, checks: [] }
      entry.checks.push(check.id)
      lacking.set(`${side} ${name}`, entry)
    }
  return [...lacking.values()].map(({ side, name, checks }) => {
    const fact: Fact<unknown> = sides[side][name]
    return unreadRow(side, name, fact.state === 'unread' ? fact.why : '', checks)
  })
}

function bySeverity(rows: readonly DoctorRow[]): DoctorRow[] {
  return doctorSeverities.flatMap((severity) => rows.filter((row) => row.severity === severity))
}

export function totalsOf(rows: readonly DoctorRow[]): Record<DoctorSeverity, number> {
  const count = (severity: DoctorSeverity): number => rows.filter((row) => row.severity === severity).length
  return { blocker: count('blocker'), warning: count('warning'), info: count('info') }
}
