import { check, counted, over } from '../../check.js'
import { isOn } from '../server/variable.js'
import { versionNumber } from '../../mysql-version.js'

const mostCharacters = 64

export const foreignKeyNames = check({
  id: 'foreign-key-names',
  asks: 'Which foreign keys have a name of more than 64 characters?',
  why: 'Legacy let names that it made itself grow past 64 characters; 8.0 refuses them, in an upgrade and in a dump (1059).',
  mend: 'ALTER TABLE … DROP FOREIGN KEY, ADD CONSTRAINT with a shorter name, on legacy.',
  source: 'MySQL 8.0 Reference Manual, "Preparing Your Installation for Upgrade"',
  legacy: ['foreignKeys'],
  candidate: ['version'],
  judge({ foreignKeys }, { version }) {
    if (versionNumber(version) < 80_000) return []
    const long = foreignKeys.filter(({ name }) => Array.from(name).length > mostCharacters)
    return over(
      long.map(({ table, name }) => `${table}.${name}`),
      (count) => ({
        severity: 'blocker',
        what: `${counted(count, 'foreign key')} with a name that is too long`,
        legacy: `more than ${mostCharacters} characters`,
        candidate: 'refused',
      }),
    )
  },
})

export const foreignKeyTargets = check({
  id: 'foreign-key-targets',
  asks: 'Which foreign keys refer to columns that are no unique key of their own?',
  why: 'Since 8.4 (restrict_fk_on_non_standard_key) such a key cannot be made (6125): dumps and migrations stop.',
  mend: 'Make the referenced columns UNIQUE, or SET SESSION restrict_fk_on_non_standard_key=OFF for the load.',
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
