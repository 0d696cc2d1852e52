import { check } from '../../check.js'
import { isMariaDb, versionNumber } from '../../mysql-version.js'

export const versions = check({
  id: 'mysql-versions',
  asks: 'Which server and version runs on each side?',
  why: 'Everything else follows from it.',
  fix: 'Read "What Is New" of every version in between.',
  source: 'MySQL Reference Manual, "Changes in MySQL"',
  legacy: ['version'],
  candidate: ['version'],
  judge({ version: legacy }, { version: candidate }) {
    if (legacy === candidate) return []
    if (isMariaDb(legacy) !== isMariaDb(candidate))
      return [
        {
          severity: 'warning',
          what: 'The servers are of two families, MySQL and MariaDB',
          legacy,
          candidate,
          why: 'They differ in functions, JSON, collations, system tables and replication. Not every check here knows MariaDB.',
        },
      ]
    if (versionNumber(candidate) < versionNumber(legacy))
      return [
        {
          severity: 'warning',
          what: 'The candidate is older than legacy',
          legacy,
          candidate,
          why: 'Data files and dumps of a newer server are not made for an older one. Are the two DSNs the right way round?',
        },
      ]
    return [{ severity: 'info', what: 'The servers have different versions', legacy, candidate }]
  },
})
