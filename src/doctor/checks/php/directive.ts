import type { DoctorSeverity } from '../../model.js'
import { check, none, type Check } from '../../check.js'
import { shownIni } from '../../php/values.js'

export interface DirectiveRow {
  readonly directive: string
  readonly matters: (legacy: string, candidate: string) => boolean
  readonly severity: DoctorSeverity
  readonly why: string
  readonly fix: string
  /** Set when a candidate whose PHP no longer has the directive is judged too: the value counts as empty there. */
  readonly mayBeGone?: true
}

/** Builds the check of one directive; the id for `memory_limit` is `php-memory-limit`. */
export function directiveCheck({ directive, matters, severity, why, fix, mayBeGone }: DirectiveRow): Check {
  return check({
    id: `php-${directive.toLowerCase().replace(/[._]/g, '-')}`,
    asks: `\`${directive}\``,
    why,
    fix,
    source: `PHP Manual, "List of php.ini directives", ${directive}`,
    legacy: ['php'],
    candidate: ['php'],
    judge({ php: legacy }, { php: candidate }) {
      const [before, after] = [legacy.ini.get(directive), candidate.ini.get(directive)]
      if (before === undefined || (after === undefined && mayBeGone === undefined)) return []
      if (!matters(before, after ?? '')) return []
      return [
        {
          severity,
          what: `${directive} differs`,
          legacy: shownIni(directive, before),
          candidate: after === undefined ? none : shownIni(directive, after),
        },
      ]
    },
  })
}
