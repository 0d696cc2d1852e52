import { shortened } from '../../../base/shortened.js'
import { withoutUsualWords } from '../../../sql/errno-words.js'
import { check, over } from '../../check.js'
import type { Program, Refusal } from '../../facts.js'
import { nameTooLong } from '../schema/foreign-keys.js'
import { goneCalls, goneFunctions } from './removed-functions.js'
import { goneSyntax } from './removed-syntax.js'
import { newWords } from './reserved-words.js'
import { objectOf } from './tokens.js'

/** Max characters of the parser's message in a row. */
const maxWords = 200

export const refusedByParser = check({
  id: 'refused-by-parser',
  asks: "Which of legacy's tables and programs does the candidate's own parser refuse?",
  why: 'The candidate was given the statement to prepare, not to run, and refused it: a dump stops here. Whatever the reason, also one that no other check knows.',
  fix: 'Fix the definition on legacy where the message points, and make the dump again.',
  source: 'MySQL Reference Manual, "PREPARE Statement"',
  legacy: ['programs', 'reserved', 'missingFunctions'],
  candidate: ['refused', 'reserved', 'missingFunctions', 'version'],
  judge(legacy, candidate) {
    const fresh = new Set([...candidate.reserved].filter((word) => !legacy.reserved.has(word)))
    const gone = goneFunctions(legacy, candidate)
    const isExplained = ({ body = '' }: Program): boolean =>
      [newWords(body, fresh), goneCalls(body, gone), goneSyntax(body, candidate.version)].some(
        ({ length }) => length > 0,
      )
    const explained = new Set(legacy.programs.filter(isExplained).map(objectOf))
    const refused = candidate.refused.filter((refusal) => !hasRow(refusal, explained))
    return refused.flatMap(({ object, errno, message }) =>
      over([object], () => ({
        severity: 'blocker',
        what: `The candidate refuses ${object}`,
        legacy: 'made',
        candidate: `${errno}: ${shortened(withoutUsualWords(message), maxWords)}`,
      })),
    )
  },
})

/** ER_GENERATED_COLUMN_NAMED_FUNCTION_IS_NOT_ALLOWED: a table is refused because of a function that one of its columns calls. */
const functionInColumn = 3763

/** True when another check says more about the refusal. */
function hasRow({ kind, name, object, errno }: Refusal, explained: ReadonlySet<string>): boolean {
  if (errno === nameTooLong || explained.has(object)) return true
  const ofColumn = kind === 'table' && errno === functionInColumn
  return ofColumn && [...explained].some((other) => other.startsWith(`generated column ${name}.`))
}
