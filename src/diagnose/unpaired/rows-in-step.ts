import { BoundedMap } from '../../base/bounded.js'
import type { Pair } from '../../model/pair.js'
import type { Statement } from '../../model/statement.js'
import { tablesOf } from '../../sql/tables.js'
import { sameRows } from './tables.js'

/** Statements that are remembered, the last seen longest, and characters of one that is. */
const limits = { statements: 2000, characters: 2000 }

/** Which statements gave the same rows on both sides, and when last: where their rows part later, it is the data and not the server. */
export interface RowsInStep {
  readonly saw: (pair: Pair) => void
  /** A table of this pair whose rows are apart now, and were last in step before a moment; undefined where there is none. */
  readonly partedSince: (moment: number, pair: Pair) => string | undefined
}

export function rowsInStep(): RowsInStep {
  const lastInStep = new BoundedMap<string, number>(limits.statements)
  return {
    saw(pair) {
      for (const { asked, same } of askedOnBoth(pair)) {
        if (!same || asked.sql.length > limits.characters) continue
        const key = keyOf(asked)
        lastInStep.set(key, Math.max(lastInStep.get(key) ?? 0, pair.request.receivedAt))
      }
    },
    partedSince(moment, pair) {
      const parted = askedOnBoth(pair).find(
        ({ asked, same }) => !same && (lastInStep.get(keyOf(asked)) ?? Infinity) < moment,
      )
      return parted === undefined ? undefined : [...tablesOf(parted.asked.sql)][0]
    },
  }
}

/** Statements of the candidate that legacy, or control for it, was asked too, with the same values. */
function askedOnBoth({ legacy, control, candidate }: Pair): { asked: Statement; same: boolean }[] {
  const legacys = [...legacy.statements, ...(control?.statements ?? [])].filter(areRowsKnown)
  return candidate.statements.filter(areRowsKnown).flatMap((asked) => {
    const others = legacys.filter((other) => keyOf(other) === keyOf(asked))
    return others.length === 0 ? [] : [{ asked, same: others.some((other) => sameRows(asked, other)) }]
  })
}

/** Of no rows there is no hash, and of too many either. */
function areRowsKnown({ rows, rowsHash, error }: Statement): boolean {
  return (rows === 0 || rowsHash !== undefined) && error === undefined
}

function keyOf({ sql, parameters }: Statement): string {
  return `${sql}\n${String(parameters)}`
}
