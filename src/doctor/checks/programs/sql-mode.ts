import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import { versionNumber } from '../../mysql-version.js'
import { firstWithoutGoneModes, goneModesIn } from '../../sql-modes.js'
import { objectOf } from './tokens.js'

export const programModes = check({
  id: 'program-sql-mode',
  asks: 'Which routines, triggers and events were made under an sql_mode that the candidate does not know?',
  why: 'mysqldump writes SET sql_mode = … before each of them, and the load stops there with 1231. NO_AUTO_CREATE_USER was in the default of 5.7.',
  fix: "Take the mode out of the dump (sed 's/,NO_AUTO_CREATE_USER//'), or make them again on legacy under another sql_mode.",
  source: 'MySQL 8.0 Reference Manual, "Preparing Your Installation for Upgrade"',
  legacy: ['programs'],
  candidate: ['version'],
  judge({ programs }, { version }) {
    if (versionNumber(version) < firstWithoutGoneModes) return []
    const bound = programs.filter(({ sqlMode }) => goneModesIn(sqlMode).length > 0)
    const modes = [...new Set(bound.flatMap(({ sqlMode }) => goneModesIn(sqlMode)))].sort()
    return over(bound.map(objectOf), (count) => ({
      severity: 'blocker',
      what: `${counted(count, 'program')} with an sql_mode that is gone`,
      legacy: modes.join(', '),
      candidate: 'unknown (1231)',
    }))
  },
})
