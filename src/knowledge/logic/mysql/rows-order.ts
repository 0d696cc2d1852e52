import { otherRowsIn } from '../../other-rows.js'
import { isOrder, rowsApart, type RowsApart } from '../../rows-apart.js'
import { ran } from '../../ran-otherwise.js'
import { knownSigns } from '../../rows.js'
import type { Evidence, Proof, Severity, Sighting } from '../../../model/finding.js'
import { digestOf } from '../../../sql/digest.js'
import { rowOrderOf } from '../../../sql/row-order.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'

/** Lists whose order no ORDER BY decides: the same rows in another order, or some other rows if LIMIT cuts the list. */
export const rowsOrder: Cause = {
  id: 'mysql-rows-order',
  severity: 'major',
  name: 'Rows whose order ORDER BY does not decide',
  before: 'rows that sort alike came in one order, and GROUP BY sorted them',
  after: 'they come in another, and a LIMIT cuts others off',
  known:
    'A list of the page has the same items in another order, or as many of which some are others, each with another address and text. Proven where taps ' +
    'saw the same statement give the same rows in another order on both servers; else it is possible, not proven.',
  fix: 'End each ORDER BY with a unique column, as `ORDER BY created DESC, id DESC`; write ORDER BY where GROUP BY used to sort.',
  source: 'MySQL Reference Manual, "LIMIT Query Optimization" and "ORDER BY Optimization"',
  explains: 'answer',
  evidence: { orderBy: { label: 'ORDER BY of the statement' } },
  claims: ({ pair, differences }: Symptoms): readonly Claim[] => {
    if (differences.some(({ part }) => part === 'status')) return []
    const rows = otherRowsIn(differences)
    if (rows.length === 0) return []
    const apart = rowsApart(pair)
    // Taps saw both databases give the same rows in the same order, so it is PHP that sorts.
    if (apart.length === 0 && ran(pair).how !== 'unseen') return []
    const places = { places: rows.length, firstPlace: rows[0]?.path ?? '' }
    return [{ sighting: sightingOf(undecidedIn(apart), pair.route, places), explains: rows }]
  },
}

/** Finds a statement whose order is left open, preferably one with the same rows in another order. */
function undecidedIn(apart: readonly RowsApart[]): RowsApart | undefined {
  return apart.find(isOrder) ?? apart.find(({ kind }) => kind === 'rows-at-limit')
}

function sightingOf(apart: RowsApart | undefined, route: string, places: Evidence): Sighting {
  const known = apart === undefined ? undefined : knownSigns.ofRows(apart.kind, apart.statement.sql, '')
  const { proof, severity, evidence } = evidenceOf(apart)
  return {
    cause: known?.change.id ?? 'mysql-rows-order',
    // The route and not the statement, because a page that several such statements fill is one finding.
    key: route,
    proof,
    severity,
    title: `Rows in another order, or others at a limit, in ${route}`,
    evidence: { ...places, ...evidence, ...(known === undefined ? {} : { hint: known.fix }) },
  }
}

function evidenceOf(apart: RowsApart | undefined): {
  readonly proof: Proof
  readonly severity: Severity
  readonly evidence: Evidence
} {
  if (apart === undefined) return { proof: 'none', severity: 'major', evidence: {} }
  const { sql } = apart.statement
  const { keys, grouped } = rowOrderOf(sql)
  const orderBy = keys !== undefined ? 'undecided' : grouped ? 'left to GROUP BY' : 'none'
  const isSame = isOrder(apart) && apart.kind !== 'order-of-groups'
  return {
    proof: isOrder(apart) ? 'signature' : 'none',
    severity: isSame && orderBy === 'none' ? 'minor' : 'major',
    evidence: { sql, digest: digestOf(sql).digest, orderBy, rows: isOrder(apart) ? 'same' : 'others' },
  }
}
