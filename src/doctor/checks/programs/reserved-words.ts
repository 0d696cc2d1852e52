import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import { bareWords } from '../../sql-text.js'
import { places } from './tokens.js'

export const reservedInPrograms = check({
  id: 'reserved-in-programs',
  foretells: ['mysql-reserved-words'],
  asks: 'Which views, routines, triggers and events write a newly reserved word as a name without quotes?',
  why: 'The candidate refuses their text (1064): they cannot be loaded, or fail at the first call.',
  fix: 'Put the names in backquotes in their text, on legacy, and make the dump again.',
  source: 'MySQL Reference Manual, "Keywords and Reserved Words"',
  legacy: ['programs', 'reserved'],
  candidate: ['reserved'],
  judge({ programs, reserved }, candidate) {
    const fresh = new Set([...candidate.reserved].filter((word) => !reserved.has(word)))
    return over(
      places(programs, (body) => newWords(body, fresh)),
      (count) => ({
        severity: 'blocker',
        what: `${counted(count, 'program')} with a reserved word as a name`,
        legacy: 'a plain name',
        candidate: 'reserved',
      }),
    )
  },
})

export function newWords(body: string, fresh: ReadonlySet<string>): string[] {
  return [...bareWords(body)].filter((word) => fresh.has(word))
}
