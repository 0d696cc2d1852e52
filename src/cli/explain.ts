import type { Command } from 'commander'
import { SosieError } from '../base/errors.js'
import { nearest } from '../base/nearest.js'
import type { Check } from '../doctor/check.js'
import { checks } from '../doctor/registry.js'
import type { Entry } from '../knowledge/entry.js'
import { entries, entryOf } from '../knowledge/registry.js'
import { kindWords } from '../sql-comparison/report/page/words.js'
import { sqlDifferenceKinds, type SqlDifferenceKind } from '../model/sql-difference.js'
import { catalogueMarkdown } from '../report/catalogue.js'
import type { Output } from './output.js'

const help = `
Exit status: 0 said, 2 there is no such cause.

Examples:
  sosie explain                           every cause, with its severity
  sosie explain php-division-by-zero      one in full
  sosie explain sql-mode                  a check of sosie doctor
  sosie explain --json | jq '.[].id'
`

export function explainCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('explain')
    .summary('say what a cause is, how it is known, and how to fix it')
    .description(
      'Says of a cause what was before, what is after, how a run knows it, how to fix it, and where that is written. ' +
        'Knows every id that a command prints: causes, checks of sosie doctor, kinds of differences of sosie sql.',
    )
    .argument('[id]', 'of a cause, a check or a kind of difference; without one, all causes are listed')
    .option('--json', 'as JSON')
    .option('--markdown', 'all of them as a page')
    .addHelpText('after', help)
    .action((id: string | undefined, flags: { json?: true; markdown?: true }) => {
      if (flags.markdown === true) output.result(catalogueMarkdown(entries, checksFor))
      else output.result(id === undefined ? all(flags.json === true) : one(id, flags.json === true))
      finish(0)
    })
}

function all(json: boolean): string {
  return json ? JSON.stringify(entries.map(plain), null, 2) : entries.map(line).join('\n')
}

function one(id: string, json: boolean): string {
  const entry = entryOf(id)
  if (entry !== undefined) return json ? JSON.stringify([plain(entry)], null, 2) : page(entry)
  const check = checks.find((each) => each.id === id)
  if (check !== undefined) return json ? JSON.stringify([plainCheck(check)], null, 2) : pageOfCheck(check)
  if (Object.hasOwn(sqlDifferenceKinds, id)) return json ? JSON.stringify([plainKind(id)], null, 2) : pageOfKind(id)
  throw unknown(id)
}

function checksFor(id: string): string[] {
  return checks.filter(({ foretells = [] }) => foretells.includes(id)).map((check) => check.id)
}

function unknown(id: string): SosieError {
  const near = nearest(id, [...entries, ...checks].map((each) => each.id).concat(Object.keys(sqlDifferenceKinds)))
  const hint = near === undefined ? 'Without an argument, sosie explain lists them all.' : `Did you mean "${near}"?`
  return new SosieError('SOSIE_E_USAGE', `There is no cause "${id}". ${hint}`)
}

function plain({ id, severity, name, before, after, known, fix, source }: Entry): object {
  return { id, severity, name, before, after, known, fix, source }
}

function plainCheck({ id, asks, why, fix, source, foretells = [] }: Check): object {
  return { id, asks, why, fix, source, causes: foretells }
}

function plainKind(id: string): object {
  return { id, severity: sqlDifferenceKinds[id as SqlDifferenceKind], name: kindWords[id as SqlDifferenceKind] }
}

function line({ id, name, severity }: Entry): string {
  return `${id.padEnd(28)} ${severity.padEnd(9)} ${name}`
}

function page({ id, severity, name, before, after, known, fix, source }: Entry): string {
  const foretold = checksFor(id)
  return [
    `${name} (${id}, ${severity})`,
    '',
    `Before:   ${before}`,
    `After:    ${after}`,
    `Known by: ${known}`,
    `Fix:      ${fix}`,
    `Source:   ${source}`,
    ...(foretold.length === 0 ? [] : [`Doctor:   ${foretold.join(', ')}`]),
  ].join('\n')
}

function pageOfCheck({ id, asks, why, fix, source, foretells = [] }: Check): string {
  return [
    `${asks} (${id}, a check of sosie doctor)`,
    '',
    `Why:      ${why}`,
    `Fix:      ${fix}`,
    `Source:   ${source}`,
    ...(foretells.length === 0 ? [] : [`Causes:   ${foretells.join(', ')}`]),
  ].join('\n')
}

function pageOfKind(id: string): string {
  const kind = id as SqlDifferenceKind
  return `${kindWords[kind]} (${id}, ${sqlDifferenceKinds[kind]}, a kind of difference of sosie sql; see docs/sql.md)`
}
