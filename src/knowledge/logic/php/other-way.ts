import type { Difference } from '../../../model/difference.js'
import type { Evidence, Sighting } from '../../../model/finding.js'
import type { Statement } from '../../../model/statement.js'
import { digestOf } from '../../../sql/digest.js'
import { statementName } from '../../../sql/statement-name.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'
import { ran, type Parting } from '../../ran-otherwise.js'
import { rowsApart } from '../../rows-apart.js'

/** Code that asks its database something else, after the same answers: PHP decided otherwise. */
export const otherWay: Cause = {
  id: 'php-other-way',
  severity: 'major',
  name: 'The code takes another way',
  before: 'after the same rows, the code sent a certain statement',
  after: 'it sends another one, or none: a condition is decided otherwise',
  known:
    'Taps saw the same statements with the same rows on both stacks up to one that only one of them sends. MySQL gave the same, so PHP, its settings or its files ' +
    'decide otherwise. Possible, not proven: chance and the clock do the same where control happens to agree.',
  fix: 'Look at the condition before the statement: comparisons without types (`==`, `in_array()`, `switch`), functions that return another value, files and settings.',
  source: 'PHP Manual, "Migrating from PHP 7.4.x to PHP 8.0.x": Backward Incompatible Changes',
  explains: 'answer',
  evidence: {
    legacysStatement: { label: 'Legacy goes on with' },
    candidatesStatement: { label: 'The candidate goes on with' },
  },
  claims: ({ pair, differences }: Symptoms): readonly Claim[] => {
    const shown = differences.filter(isShown)
    if (shown.length === 0 || differences.some(({ part }) => part === 'status') || rowsApart(pair).length > 0) return []
    const how = ran(pair)
    if (how.how !== 'otherwise') return []
    return [{ sighting: sightingOf(how.parting, pair.route, shown), explains: shown }]
  },
}

function isShown({ part, kind }: Difference): boolean {
  return part === 'body' || part === 'redirect' || (part === 'cookies' && kind === 'missing')
}

function sightingOf({ legacy, candidate }: Parting, route: string, shown: readonly Difference[]): Sighting {
  return {
    cause: 'php-other-way',
    key: `${digestIn(legacy)} ${digestIn(candidate)}`,
    proof: 'none',
    severity: 'major',
    title: `The code takes another way in ${route}: ${nameOf(candidate)} in place of ${nameOf(legacy)}`,
    evidence: {
      ...textIn('legacysStatement', legacy),
      ...textIn('candidatesStatement', candidate),
      places: shown.length,
      firstPlace: shown[0]?.path ?? '',
    },
  }
}

function digestIn(statement: Statement | undefined): string {
  return statement === undefined ? 'none' : digestOf(statement.sql).digest
}

function nameOf(statement: Statement | undefined): string {
  return statement === undefined ? 'nothing' : statementName(statement.sql)
}

function textIn(field: string, statement: Statement | undefined): Evidence {
  return statement === undefined ? {} : { [field]: statement.sql }
}
