import { BoundedMap } from '../../base/bounded.js'
import type { Pair } from '../../model/pair.js'
import type { Statement } from '../../model/statement.js'
import { tablesOf } from '../../sql/tables.js'
import { sameRows } from './tables.js'

/** Max statements to remember, those seen last, and max characters of each. */
const limits = { statements: 2000, characters: 2000 }

/** Remembers when statements last gave the same rows on both sides: if their rows differ later, it is the data and not the server. */
export interface RowsInStep {
  readonly saw: (pair: Pair) => void
  /** Returns a table of this pair whose rows are apart now but were last in step before `moment`; undefined when there is none. */
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

/** Returns the candidate's statements that legacy, or control in its place, was asked with the same values. */
function askedOnBoth({ legacy, control, candidate }: Pair): { asked: Statement; same: boolean }[] {
  const legacys = [...legacy.statements, ...(control?.statements ?? [])].filter(areRowsKnown)
  return candidate.statements.filter(areRowsKnown).flatMap((asked) => {
    const others = legacys.filter((other) => keyOf(other) === keyOf(asked))
    return others.length === 0 ? [] : [{ asked, same: others.some((other) => sameRows(asked, other)) }]
  })
}

/** True when the rows can be compared: there are none, or they have a hash, which too many rows do not get. */
function areRowsKnown({ rows, rowsHash, error }: Statement): boolean {
  return (rows === 0 || rowsHash !== undefined) && error === undefined
}

function keyOf({ sql, parameters }: Statement): string {
  return `${sql}\n${String(parameters)}`
}
