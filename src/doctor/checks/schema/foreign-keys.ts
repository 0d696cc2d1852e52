import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import { isOn } from '../server/variable.js'

/** ER_TOO_LONG_IDENT. information_schema cuts such a name to 64 characters, so only the candidate's parser sees it whole. */
export const nameTooLong = 1059

export const foreignKeyNames = check({
  id: 'foreign-key-names',
  asks: 'Which tables hold a name of more than 64 characters, as a foreign key that was renamed with its table?',
  why: 'Legacy lets names that it makes itself grow past 64 characters; the candidate refuses them, in an upgrade and in a dump (1059).',
  fix: 'ALTER TABLE … DROP FOREIGN KEY, ADD CONSTRAINT with a shorter name, on legacy.',
  source: 'MySQL 8.0 Reference Manual, "Preparing Your Installation for Upgrade"',
  legacy: [],
  candidate: ['refused'],
  judge(_, { refused }) {
    const long = refused.filter(({ errno }) => errno === nameTooLong)
    return over(
      long.map(({ object }) => object),
      (count) => ({
        severity: 'blocker',
        what: `${counted(count, 'table')} with a name that is too long`,
        legacy: 'more than 64 characters',
        candidate: 'refused',
      }),
    )
  },
})

export const foreignKeyTargets = check({
  id: 'foreign-key-targets',
  asks: 'Which foreign keys refer to columns that are no unique key of their own?',
  why: 'Since 8.4 (restrict_fk_on_non_standard_key) such a key cannot be made (6125): dumps and migrations stop.',
  fix: 'Make the referenced columns UNIQUE, or SET SESSION restrict_fk_on_non_standard_key=OFF for the load.',
  source: 'MySQL 8.4 Reference Manual, "Server System Variables", restrict_fk_on_non_standard_key',
  legacy: ['foreignKeys', 'indexes'],
  candidate: ['variables'],
  judge({ foreignKeys, indexes }, { variables }) {
    if (!isOn(variables.get('restrict_fk_on_non_standard_key') ?? 'OFF')) return []
    const unique = new Set(
      indexes
        .filter((index) => index.unique)
        .map(({ table, columns }) =>
          keyOf(
            table,
            columns.map(({ name }) => name),
          ),
        ),
    )
    const loose = foreignKeys.filter(
      ({ referencedTable, referencedColumns }) => !unique.has(keyOf(referencedTable, referencedColumns)),
    )
    return over(
      loose.map(({ table, name }) => `${table}.${name}`),
      (count) => ({
        severity: 'blocker',
        what: `${counted(count, 'foreign key')} to columns that are not unique`,
        legacy: 'allowed',
        candidate: 'refused when made',
      }),
    )
  },
})

function keyOf(table: string, columns: readonly string[]): string {
  return JSON.stringify([table, ...[...columns].sort()].map((name) => name.toLowerCase()))
}
