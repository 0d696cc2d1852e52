import { check, none, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import type { StackFacts } from '../../facts.js'
import { objectOf } from './tokens.js'

/** Privileges needed to see everything, each with what stays hidden without it. */
const wanted: readonly (readonly [privilege: string, hidden: string])[] = [
  ['SELECT', 'tables, columns and data'],
  ['SHOW VIEW', "views' text"],
  ['TRIGGER', 'triggers'],
  ['EVENT', 'events'],
]

const fix =
  'GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON the schema, and SHOW_ROUTINE (before 8.0.20: SELECT ON mysql.proc), to the account.'

export const privileges = check({
  id: 'privileges',
  asks: "May the accounts of the DSNs see the whole schema, and every program's text?",
  why: 'MySQL hides what an account may not see without an error: what is not seen is not checked.',
  fix,
  source: 'MySQL Reference Manual, "INFORMATION_SCHEMA Introduction", privileges',
  legacy: ['privileges', 'programs'],
  candidate: ['privileges', 'programs'],
  judge(legacy, candidate) {
    const missing = wanted.filter(([privilege]) => [legacy, candidate].some((side) => !may(side, privilege)))
    const lacks = (side: Side): string =>
      missing
        .filter(([privilege]) => !may(side, privilege))
        .map(([privilege]) => privilege)
        .join(', ') || none
    const hiddenBodies = [...hidden(legacy), ...hidden(candidate)]
    return [
      ...(missing.length === 0
        ? []
        : [
            {
              severity: 'warning' as const,
              what: `Not all can be seen: ${missing.map(([, what]) => what).join(', ')}`,
              legacy: `lacks ${lacks(legacy)}`,
              candidate: `lacks ${lacks(candidate)}`,
            },
          ]),
      ...over([...new Set(hiddenBodies)], (count) => ({
        severity: 'warning',
        what: `The text of ${counted(count, 'program')} cannot be seen`,
        legacy: counted(hidden(legacy).length, 'hidden text'),
        candidate: counted(hidden(candidate).length, 'hidden text'),
      })),
    ]
  },
})

type Side = Pick<StackFacts, 'privileges' | 'programs'>

function may({ privileges: granted }: Side, privilege: string): boolean {
  return granted.has('ALL PRIVILEGES') || granted.has(privilege)
}

function hidden({ programs }: Side): string[] {
  return programs.filter(({ body }) => body === undefined).map(objectOf)
}
