import type { DoctorSeverity } from '../../model.js'
import { check, type Found } from '../../check.js'
import { goneModes } from '../../sql-modes.js'

/** What to say about a mode that is new on the candidate, or lost there. */
interface ModeWords {
  readonly whenNew?: readonly [DoctorSeverity, why: string, fix: string]
  readonly whenLost?: readonly [DoctorSeverity, why: string, fix: string]
}

const keepMode = "Set it in the candidate's sql_mode, too."

const words: Readonly<Record<string, ModeWords>> = {
  STRICT_TRANS_TABLES: {
    whenNew: [
      'warning',
      'Values that were cut or bent to fit with a warning are errors now: 1406 too long, 1264 out of range, 1366 not a number, 1364 no default.',
      'Look at the warnings of legacy (a shadow run lists them) and fix those writes; until then leave the mode out.',
    ],
    whenLost: ['warning', 'Values that do not fit are cut in silence.', keepMode],
  },
  STRICT_ALL_TABLES: {
    whenNew: ['warning', 'Values that were cut to fit with a warning are errors now.', 'Fix those writes.'],
    whenLost: ['warning', 'Values that do not fit are cut in silence.', keepMode],
  },
  ONLY_FULL_GROUP_BY: {
    whenNew: [
      'warning',
      'SELECTs with columns that are neither grouped nor aggregated fail with 1055, 3065 or 1140.',
      'Name all columns in GROUP BY, or use ANY_VALUE(), MAX(); until then leave the mode out.',
    ],
  },
  NO_ZERO_DATE: {
    whenNew: [
      'warning',
      "With strict mode, '0000-00-00' and '' are refused as dates (1292), and as defaults (1067).",
      'Write NULL where there is no date.',
    ],
  },
  NO_ZERO_IN_DATE: {
    whenNew: ['warning', "With strict mode, dates as '2021-00-00' are refused (1292).", 'Write NULL, or a whole date.'],
  },
  ERROR_FOR_DIVISION_BY_ZERO: {
    whenNew: [
      'warning',
      'With strict mode, a division by zero fails an INSERT or UPDATE (1365).',
      'Divide by NULLIF(x, 0).',
    ],
  },
  PIPES_AS_CONCAT: {
    whenNew: ['blocker', '|| joins texts now, where it was a logical OR.', 'Leave the mode out, or write OR.'],
    whenLost: ['blocker', '|| is a logical OR now, where it joined texts.', `${keepMode} Or write CONCAT().`],
  },
  ANSI_QUOTES: {
    whenNew: [
      'blocker',
      '"text" is a name now, where it was a text (1054).',
      "Leave the mode out, or quote texts with '.",
    ],
    whenLost: ['blocker', '"name" is a text now, where it was a name: conditions change in silence.', keepMode],
  },
  NO_BACKSLASH_ESCAPES: {
    whenNew: ['blocker', 'A backslash in a text is a plain character now: escaped texts break.', 'Leave the mode out.'],
    whenLost: ['blocker', 'A backslash escapes now: texts that hold one change or break.', keepMode],
  },
  NO_UNSIGNED_SUBTRACTION: {
    whenLost: ['warning', 'A difference of unsigned numbers below zero fails with 1690.', keepMode],
  },
  HIGH_NOT_PRECEDENCE: {
    whenLost: ['blocker', 'NOT a BETWEEN b AND c means NOT (a BETWEEN b AND c) now.', keepMode],
  },
  PAD_CHAR_TO_FULL_LENGTH: { whenLost: ['warning', 'CHAR values lose their spaces at the end.', keepMode] },
  NO_AUTO_VALUE_ON_ZERO: {
    whenLost: ['warning', 'A row with id 0 gets a new id.', keepMode],
    whenNew: ['warning', 'A row with id 0 keeps it, where it got a new one.', 'Leave the mode out.'],
  },
  REAL_AS_FLOAT: { whenLost: ['warning', 'REAL is a DOUBLE now.', keepMode] },
  ALLOW_INVALID_DATES: { whenLost: ['warning', "Dates as '2021-02-31' are refused or become zero.", keepMode] },
  NO_ENGINE_SUBSTITUTION: {
    whenNew: ['info', 'A table with an engine that is not there is an error (1286), where it got InnoDB.', 'Nothing.'],
    whenLost: ['warning', 'A table with an engine that is not there gets another one in silence.', keepMode],
  },
  IGNORE_SPACE: {
    whenLost: ['warning', 'A space between a function and its bracket may be an error (1630).', keepMode],
  },
}

/** Modes that stand for several others: sql_mode lists those as well. */
const bundles = new Set(['ANSI', 'TRADITIONAL'])

export const sqlMode = check({
  id: 'sql-mode',
  foretells: ['mysql-only-full-group-by', 'mysql-strict-writes', 'mysql-zero-date', 'mysql-division-by-zero'],
  asks: 'Which modes of SQL does only one side have?',
  why: 'The mode changes what is stored and what is an error.',
  fix: "Give the candidate legacy's sql_mode first, and make it strict later.",
  source: 'MySQL Reference Manual, "Server SQL Modes"',
  legacy: ['variables'],
  candidate: ['variables'],
  judge(legacy, candidate) {
    const [before, after] = [modesOf(legacy.variables), modesOf(candidate.variables)]
    const rows = (modes: readonly string[], which: keyof ModeWords): Found[] =>
      modes.map((mode) => {
        const isNew = which === 'whenNew'
        const other = isNew ? 'Nothing, where it was wanted; else leave it out.' : keepMode
        const [severity, why, fix] = words[mode]?.[which] ?? ['info', 'The mode is on on one side only.', other]
        return {
          severity,
          what: `sql_mode ${isNew ? 'gains' : 'loses'} ${mode}`,
          legacy: isNew ? 'off' : 'on',
          candidate: isNew ? 'on' : 'off',
          why,
          fix,
        }
      })
    const lost = before.filter((mode) => !after.includes(mode) && !goneModes.has(mode))
    return [
      ...rows(
        after.filter((mode) => !before.includes(mode)),
        'whenNew',
      ),
      ...rows(lost, 'whenLost'),
    ]
  },
})

function modesOf(variables: ReadonlyMap<string, string>): string[] {
  const modes = (variables.get('sql_mode') ?? '').toUpperCase().split(',')
  return modes.filter((mode) => mode !== '' && !bundles.has(mode))
}
