import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import type { StackFacts } from '../../facts.js'
import { calledNames } from '../../sql-text.js'
import { places } from './tokens.js'

export const removedFunctions = check({
  id: 'removed-functions',
  foretells: ['mysql-removed-functions'],
  asks: 'Which views, routines, triggers, events and generated columns call a function that the candidate does not have?',
  why: 'Such a view cannot be made or read, and a routine or trigger fails when it comes to the call (1305, PASSWORD() 1064). Both servers were asked for each function.',
  fix: 'PASSWORD(): hash in PHP; ENCRYPT(), ENCODE(), DES_ENCRYPT(): SHA2(), AES_ENCRYPT(); AREA(), ASTEXT() and their like: ST_AREA(), ST_ASTEXT(); MD5(), SHA1() of 9.6: the component component_classic_hashing.',
  source: 'MySQL 8.0 Reference Manual, "Features Removed in MySQL 8.0"',
  legacy: ['programs', 'missingFunctions'],
  candidate: ['missingFunctions'],
  judge({ programs, missingFunctions }, candidate) {
    const gone = goneFunctions({ programs, missingFunctions }, candidate)
    return over(
      places(programs, (body) => goneCalls(body, gone)),
      (count) => ({
        severity: 'blocker',
        what: `${counted(count, 'program')} with a function that is gone`,
        legacy: 'there',
        candidate: 'gone',
      }),
    )
  },
})

/** Returns the built-in functions that only legacy has. Stored functions that are missing are left to `missing-programs`. */
export function goneFunctions(
  { programs, missingFunctions }: Pick<StackFacts, 'programs' | 'missingFunctions'>,
  candidate: Pick<StackFacts, 'missingFunctions'>,
): ReadonlySet<string> {
  const stored = new Set(programs.filter(({ kind }) => kind === 'function').map(({ name }) => name.toUpperCase()))
  const isGone = (name: string): boolean => !missingFunctions.has(name) && !stored.has(name)
  return new Set([...candidate.missingFunctions].filter(isGone))
}

export function goneCalls(body: string, gone: ReadonlySet<string>): string[] {
  return [...calledNames(body)].filter((name) => gone.has(name)).map((name) => `${name}()`)
}
