import type { Difference } from '../../../model/difference.js'
import type { Sighting } from '../../../model/finding.js'
import { digestOf } from '../../../sql/digest.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'
import { isOrder, rowsApart, type RowsApart } from '../../rows-apart.js'
import { knownSigns } from '../../rows.js'
import { statementName } from '../../../sql/statement-name.js'

/** A statement that gives other values on the new server, or the same in another order, and a page that shows them. */
export const rowsValue: Cause = {
  id: 'mysql-rows-value',
  severity: 'major',
  name: 'The same statement gives other rows',
  before: "legacy's server gave certain rows",
  after: "the candidate's server gives others for the same text",
  known:
    'Taps saw the same text with another hash of its rows, or another number of them, on the two servers; texts whose answer depends on the clock, chance or the ' +
    'connection do not count. The first such statement of a request explains what else differs in the body. That it is the server and not its data is possible, not ' +
    'proven, unless the rows are the same in another order: `sosie drift` compares the data.',
  fix: 'Run the statement on both servers (`sosie sql` does). Where the data are the same, look at types, collations and rounding in it.',
  source: 'none',
  explains: 'answer',
  evidence: {
    legacyRows: { label: 'Rows on legacy' },
    candidateRows: { label: 'Rows on the candidate' },
  },
  claims: ({ pair, differences }: Symptoms): readonly Claim[] => {
    const shown = differences.filter(isOfBody)
    if (shown.length === 0 || differences.some(({ part }) => part === 'status')) return []
    const [first] = rowsApart(pair)
    return first === undefined ? [] : [{ sighting: sightingOf(first, shown, pair.route), explains: shown }]
  },
}

function isOfBody({ part }: Difference): boolean {
  return part === 'body'
}

function sightingOf(apart: RowsApart, shown: readonly Difference[], route: string): Sighting {
  const { statement, legacyRows, kind } = apart
  const { digest } = digestOf(statement.sql)
  const seen = shown.map(({ candidate = '' }) => candidate).join('\n')
  const known = knownSigns.ofRows(kind, statement.sql, seen)
  const what = isOrder(apart) ? 'in another order' : 'with other rows'
  return {
    cause: known?.change.id ?? 'mysql-rows-value',
    key: digest,
    proof: isOrder(apart) ? 'signature' : 'none',
    severity: known?.change.severity ?? 'major',
    title: `A ${statementName(statement.sql)} ${what}, in ${route}`,
    evidence: {
      sql: statement.sql,
      digest,
      legacyRows,
      candidateRows: statement.rows,
      places: shown.length,
      firstPlace: shown[0]?.path ?? '',
      ...(known === undefined ? {} : { hint: known.fix }),
    },
  }
}
