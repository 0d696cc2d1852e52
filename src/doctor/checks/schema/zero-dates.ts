import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'

const refusesZero = (variables: ReadonlyMap<string, string>): boolean => {
  const modes = (variables.get('sql_mode') ?? '').toUpperCase()
  return modes.includes('STRICT_') && modes.includes('NO_ZERO_DATE')
}

const isDate = /^(?:date|datetime|timestamp)\b/

export const zeroDateDefaults = check({
  id: 'zero-date-defaults',
  foretells: ['mysql-zero-date'],
  asks: 'Which columns have a zero date as their default?',
  why: 'CREATE and ALTER TABLE with such a default fail under strict NO_ZERO_DATE (1067), on any column of the table; rows that leave the column out fail too.',
  fix: 'ALTER TABLE … MODIFY … NULL DEFAULT NULL, and write NULL where there is no date.',
  source: 'MySQL Reference Manual, "Server SQL Modes", NO_ZERO_DATE',
  legacy: ['columns'],
  candidate: ['variables'],
  judge({ columns }, { variables }) {
    const zero = columns.filter(({ type, default: value }) => isDate.test(type) && value?.startsWith('0000-00-00'))
    const refused = refusesZero(variables)
    return over(
      zero.map(({ table, name }) => `${table}.${name}`),
      (count) => ({
        severity: refused ? 'blocker' : 'info',
        what: `${counted(count, 'column')} with a zero date as default`,
        legacy: "DEFAULT '0000-00-00'",
        candidate: refused ? 'refused by its sql_mode' : 'allowed by its sql_mode',
      }),
    )
  },
})

export const zeroDateData = check({
  id: 'zero-date-data',
  foretells: ['mysql-zero-date'],
  asks: 'Which columns hold zero dates, or dates with a zero month or day? (Each column within a time.)',
  why: "Under strict NO_ZERO_DATE a row that holds one cannot be written again with it (1292), ALTER TABLE and INSERT … SELECT stop at it, WHERE d = '' is an error (1525), and functions as STR_TO_DATE() give NULL.",
  fix: 'UPDATE … SET d = NULL WHERE d = 0 after the column was made nullable. Load the dump under the sql_mode that mysqldump writes.',
  source: 'MySQL Reference Manual, "Server SQL Modes", NO_ZERO_DATE, NO_ZERO_IN_DATE',
  legacy: ['zeroDates'],
  candidate: ['variables'],
  judge({ zeroDates }, { variables }) {
    const refused = refusesZero(variables)
    return [
      ...over(zeroDates.found, (count) => ({
        severity: refused ? 'warning' : 'info',
        what: `${counted(count, 'column')} with zero dates in the data`,
        legacy: 'rows with zero dates',
        candidate: refused ? 'refused when written' : 'allowed by its sql_mode',
      })),
      ...over(zeroDates.unfinished, (count) => ({
        severity: 'info',
        what: `${counted(count, 'date column')} not looked through to the end`,
        legacy: 'none found within the time',
        candidate: 'not asked',
        why: 'Each column is given half a second, all of them twenty.',
        fix: 'SELECT 1 FROM t WHERE DAYOFMONTH(d) = 0 OR MONTH(d) = 0 LIMIT 1, when there is time.',
      })),
    ]
  },
})
