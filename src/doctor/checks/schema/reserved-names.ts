import type { DoctorSeverity } from '../../model.js'
import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import type { StackFacts } from '../../facts.js'

type Named = readonly [noun: string, severity: DoctorSeverity, names: (facts: Needed) => readonly string[]]
type Needed = Pick<StackFacts, 'tables' | 'columns' | 'indexes' | 'programs'>

/** Severity by kind of name: tables and columns are named in the SQL of every page, an index or trigger by administrators only. */
const kinds: readonly Named[] = [
  ['table', 'blocker', ({ tables }) => tables.map(({ name }) => name)],
  ['view', 'blocker', ({ programs }) => programs.filter(({ kind }) => kind === 'view').map(({ name }) => name)],
  ['column', 'blocker', ({ columns }) => columns.map(({ table, name }) => `${table}.${name}`)],
  [
    'routine',
    'warning',
    ({ programs }) =>
      programs.filter(({ kind }) => kind === 'procedure' || kind === 'function').map(({ name }) => name),
  ],
  [
    'trigger or event',
    'info',
    ({ programs }) => programs.filter(({ kind }) => kind === 'trigger' || kind === 'event').map(({ name }) => name),
  ],
  ['index', 'info', ({ indexes }) => indexes.map(({ table, name }) => `${table}.${name}`)],
]

export const reservedNames = check({
  id: 'reserved-names',
  foretells: ['mysql-reserved-words'],
  asks: 'Which names of tables, columns, views, routines, triggers and indexes are reserved words on the candidate only?',
  why: 'Every statement that writes such a name without backquotes is a syntax error (1064). After a dot (t.rank) the name is fine. The candidate itself was asked what is reserved.',
  fix: 'Write `name` in backquotes in all SQL, or rename. sosie sql and a shadow run show which statements fail.',
  source: 'MySQL Reference Manual, "Keywords and Reserved Words"',
  legacy: ['tables', 'columns', 'indexes', 'programs', 'reserved'],
  candidate: ['reserved'],
  judge(legacy, candidate) {
    const isNew = (place: string): boolean => {
      const word = (place.split('.').at(-1) ?? '').toUpperCase()
      return candidate.reserved.has(word) && !legacy.reserved.has(word)
    }
    return kinds.flatMap(([noun, severity, names]) =>
      over(names(legacy).filter(isNew), (count) => ({
        severity,
        what: `${counted(count, noun)} named by a reserved word`,
        legacy: 'a plain name',
        candidate: 'reserved',
      })),
    )
  },
})
