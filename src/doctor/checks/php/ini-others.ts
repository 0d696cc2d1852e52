import { check, over } from '../../check.js'
import { shownIni } from '../../php/values.js'
import { judgedDirectives } from './directives.js'

export const otherDirectives = check({
  id: 'php-ini-others',
  asks: 'Which other php.ini directives that both know have another value?',
  why: 'None of them is known to break a site; read through the list once.',
  fix: 'Where nobody chose the new value, set it as on legacy.',
  source: 'PHP Manual, "List of php.ini directives"',
  legacy: ['php'],
  candidate: ['php'],
  judge({ php: legacy }, { php: candidate }) {
    const changed = [...legacy.ini].flatMap(([name, before]) => {
      const after = candidate.ini.get(name)
      if (after === undefined || after === before || judgedDirectives.has(name)) return []
      return [`${name}: ${shownIni(name, before)} → ${shownIni(name, after)}`]
    })
    return over(changed, (count) => ({
      severity: 'info',
      what: `${count} other php.ini directive${count === 1 ? '' : 's'} differ${count === 1 ? 's' : ''}`,
      legacy: 'see places',
      candidate: 'see places',
    }))
  },
})
