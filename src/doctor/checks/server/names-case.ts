import { check } from '../../check.js'

export const lowerCaseTableNames = check({
  id: 'lower-case-table-names',
  asks: '`lower_case_table_names`',
  why: 'With 1 or 2 any case of a table name is right; with 0 only the one that it was made with (1146). It cannot be changed once the data folder is made.',
  fix: "Initialise the candidate again with legacy's value, before any data is loaded.",
  source: 'MySQL Reference Manual, "Identifier Case Sensitivity"',
  legacy: ['variables'],
  candidate: ['variables'],
  judge(legacy, candidate) {
    const [before, after] = [legacy, candidate].map(({ variables }) => variables.get('lower_case_table_names') ?? '')
    if (before === undefined || after === undefined || before === after) return []
    return [
      {
        severity: after === '0' ? 'blocker' : 'warning',
        what: 'lower_case_table_names differs',
        legacy: before,
        candidate: after,
      },
    ]
  },
})
