import { check } from '../../check.js'
import { versionNumber } from '../../mysql-version.js'
import { firstWithoutGoneModes, goneModesIn } from '../../sql-modes.js'

export const sqlModeGone = check({
  id: 'sql-mode-gone',
  foretells: ['mysql-no-auto-create-user'],
  asks: "Does legacy's sql_mode hold modes that the candidate does not know?",
  why: 'A server that finds one in its configuration does not start, and a SET sql_mode with one fails (1231): where the application sets it at every connection, every page fails.',
  fix: "Take the mode out of my.cnf, of the application's connection settings and of init_connect.",
  source: 'MySQL 8.0 Reference Manual, "Features Removed in MySQL 8.0"',
  legacy: ['variables'],
  candidate: ['version'],
  judge({ variables }, { version }) {
    if (versionNumber(version) < firstWithoutGoneModes) return []
    return goneModesIn(variables.get('sql_mode') ?? '').map((mode) => ({
      severity: 'warning',
      what: `sql_mode ${mode} is gone`,
      legacy: 'on',
      candidate: 'unknown',
    }))
  },
})
