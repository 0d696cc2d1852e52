import { check, type Found } from '../../check.js'
import { versionNumber } from '../../mysql-version.js'

export const phpVersions = check({
  id: 'php-versions',
  asks: 'Which PHP runs on each side, and by which server API?',
  why: 'Everything that "Backward Incompatible Changes" of the versions in between lists may show in a page.',
  fix: 'Read the migration guides of every version in between; run PHPCompatibility over the code, and a shadow over the traffic.',
  source: 'PHP Manual, "Appendices", "Migrating from …"',
  legacy: ['php'],
  candidate: ['php'],
  judge({ php: legacy }, { php: candidate }) {
    const rows: Found[] = []
    if (legacy.version !== candidate.version) {
      const older = versionNumber(candidate.version) < versionNumber(legacy.version)
      rows.push({
        severity: older ? 'warning' : 'info',
        what: older ? "The candidate's PHP is older" : 'PHP has different versions',
        legacy: legacy.version,
        candidate: candidate.version,
      })
    }
    if (legacy.sapi !== candidate.sapi)
      rows.push({
        severity: 'warning',
        what: 'PHP runs by another server API',
        legacy: legacy.sapi,
        candidate: candidate.sapi,
        why: "php_value lines of .htaccess count only in Apache's module; apache_ functions, $_SERVER and the working folder differ.",
        fix: 'Bring php_value settings to .user.ini or the pool, and .htaccess rules to the web server.',
      })
    return rows
  },
})
