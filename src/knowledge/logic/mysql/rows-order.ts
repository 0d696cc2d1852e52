import type { Evidence, Proof, Severity } from '../../../model/finding.js'
import type { Statement } from '../../../model/statement.js'
import { digestOf } from '../../../sql/digest.js'
import { rowOrderOf } from '../../../sql/row-order.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'
import { otherRowsIn } from '../../other-rows.js'
import type { ReadPair } from '../../../compare/read/pair.js'

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
    const { proof, severity, evidence } = evidenceOf(undecidedIn(pair))
    const sighting = {
      cause: 'mysql-rows-order',
      // The route and not the statement, because a pair that is judged again comes without the hashes that name the statement.
      key: pair.route,
      proof,
      severity,
      title: `Rows in another order, or others at a limit, in ${pair.route}`,
      evidence: { places: rows.length, firstPlace: rows[0]?.path ?? '', ...evidence },
    }
    return [{ sighting, explains: rows }]
  },
}

/** A statement whose rows differ between the servers. `order`: the same rows in another order; `limit`: as many rows, some of them others. */
interface Undecided {
  readonly statement: Statement
  readonly by: 'order' | 'limit'
}

/** Finds a statement whose rows differ between the servers, preferably one with the same rows in another order. */
function undecidedIn(pair: ReadPair): Undecided | undefined {
  const before = new Map(
    [pair.legacy, pair.control].flatMap((leg) => (leg?.statements ?? []).map((one) => [one.sql, one])),
  )
  const found = pair.candidate.statements.flatMap((statement): Undecided[] => {
    const by = apartBy(before.get(statement.sql), statement)
    return by === undefined ? [] : [{ statement, by }]
  })
  return found.find(({ by }) => by === 'order') ?? found[0]
}

function apartBy(before: Statement | undefined, after: Statement): Undecided['by'] | undefined {
  const [one, other] = [before?.rowsHash, after.rowsHash]
  if (one === undefined || other === undefined || one.ordered === other.ordered) return undefined
  if (before?.charset !== after.charset || before?.rows !== after.rows) return undefined
  if (one.unordered === other.unordered) return 'order'
  return rowOrderOf(after.sql).limited ? 'limit' : undefined
}

function evidenceOf(undecided: Undecided | undefined): {
  readonly proof: Proof
  readonly severity: Severity
  readonly evidence: Evidence
} {
  if (undecided === undefined) return { proof: 'none', severity: 'major', evidence: {} }
  const { statement, by } = undecided
  const { keys, grouped } = rowOrderOf(statement.sql)
  const orderBy = keys !== undefined ? 'undecided' : grouped ? 'left to GROUP BY' : 'none'
  return {
    proof: by === 'order' ? 'signature' : 'none',
    severity: by === 'order' && orderBy === 'none' ? 'minor' : 'major',
    evidence: {
      sql: statement.sql,
      digest: digestOf(statement.sql).digest,
      orderBy,
      rows: by === 'order' ? 'same' : 'others',
    },
  }
}
