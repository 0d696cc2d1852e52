import type { DoctorSeverity } from '../../model.js'
import { check, over, type Found } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import type { Program, ProgramKind } from '../../facts.js'

const source = 'MySQL Reference Manual, "mysqldump — A Database Backup Program" (--routines, --events, --triggers)'

export const missingTables = check({
  id: 'missing-tables',
  asks: 'Which tables are on one side only?',
  why: 'Statements on a missing table fail with 1146.',
  fix: 'Load them: their part of the dump failed, or they were made after it.',
  source,
  legacy: ['tables'],
  candidate: ['tables'],
  judge({ tables: legacy }, { tables: candidate }) {
    if (legacy.length > 0 && candidate.length === 0)
      return [
        {
          severity: 'blocker',
          what: 'The schema of the candidate is empty',
          legacy: counted(legacy.length, 'table'),
          candidate: 'no table',
          fix: 'Load the dump, or give the DSN of the schema that holds it.',
        },
      ]
    return bothWays(legacy.map(nameOf), candidate.map(nameOf), 'table', 'blocker')
  },
})

export const missingColumns = check({
  id: 'missing-columns',
  asks: 'Which columns of tables that both have are on one side only?',
  why: 'Statements on a missing column fail with 1054, and INSERTs without a column list with 1136.',
  fix: 'Run the migrations that the other side has had.',
  source,
  legacy: ['columns'],
  candidate: ['columns'],
  judge({ columns: legacy }, { columns: candidate }) {
    const [before, after] = [legacy, candidate].map((columns) => new Set(columns.map(({ table }) => table)))
    const shared = ({ table }: { readonly table: string }): boolean =>
      before?.has(table) === true && after?.has(table) === true
    const [mine, theirs] = [legacy, candidate].map((columns) =>
      columns.filter(shared).map(({ table, name }) => `${table}.${name}`),
    )
    return bothWays(mine ?? [], theirs ?? [], 'column', 'blocker')
  },
})

const programNouns: readonly (readonly [ProgramKind, DoctorSeverity])[] = [
  ['view', 'blocker'],
  ['procedure', 'blocker'],
  ['function', 'blocker'],
  ['trigger', 'blocker'],
  ['event', 'warning'],
]

export const missingPrograms = check({
  id: 'missing-programs',
  asks: 'Which views, routines, triggers and events are on one side only?',
  why: 'A missing view fails with 1146, a routine with 1305; a missing trigger or event fails in silence. mysqldump leaves routines and events out unless it is told.',
  fix: 'mysqldump --routines --events --triggers, and load what failed.',
  source,
  legacy: ['programs'],
  candidate: ['programs'],
  judge(legacy, candidate) {
    const names = (programs: readonly Program[], wanted: ProgramKind): string[] =>
      programs.filter(({ kind }) => kind === wanted).map(nameOf)
    return programNouns.flatMap(([kind, severity]) =>
      bothWays(names(legacy.programs, kind), names(candidate.programs, kind), kind, severity),
    )
  },
})

function nameOf({ name }: { readonly name: string }): string {
  return name
}

/**
 * Compares names in both directions: those that only legacy has may break the site, those that only the candidate has are good to know.
 * Upper and lower case count as equal here; `lower-case-table-names` checks them.
 */
function bothWays(
  legacy: readonly string[],
  candidate: readonly string[],
  noun: string,
  severity: DoctorSeverity,
): Found[] {
  const only = (these: readonly string[], those: readonly string[]): string[] => {
    const there = new Set(those.map((name) => name.toLowerCase()))
    return these.filter((name) => !there.has(name.toLowerCase()))
  }
  return [
    ...over(only(legacy, candidate), (count) => ({
      severity,
      what: `${counted(count, noun)} missing on the candidate`,
      legacy: 'there',
      candidate: 'missing',
    })),
    ...over(only(candidate, legacy), (count) => ({
      severity: 'info',
      what: `${counted(count, noun)} on the candidate only`,
      legacy: 'missing',
      candidate: 'there',
      why: 'Somebody works on the candidate, or the DSNs are the wrong way round.',
      fix: 'Nothing, where it was wanted.',
    })),
  ]
}
