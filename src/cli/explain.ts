import type { Command } from 'commander'
import { nearest } from '../base/nearest.js'
import type { Cause } from '../knowledge/cause.js'
import { causeOf, causes } from '../knowledge/registry.js'
import { SosieError } from '../base/errors.js'
import type { Output } from './output.js'

const help = `
Exit status: 0 said, 2 there is no such cause.

Examples:
  sosie explain                           every cause, with its severity
  sosie explain php-division-by-zero      one in full
  sosie explain --json | jq '.[].id'
`

export function explainCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('explain')
    .summary('say what a cause is, how it is known, and how to mend it')
    .description(
      'Says of a cause what was before, what is after, how a run knows it, how to mend it, and where that is written.',
    )
    .argument('[cause]', 'its id; without one, all are listed')
    .option('--json', 'as JSON')
    .addHelpText('after', help)
    .action((id: string | undefined, flags: { json?: true }) => {
      const chosen = id === undefined ? causes : [known(id)]
      const texts =
        flags.json === true ? [JSON.stringify(chosen.map(plain), null, 2)] : chosen.map(id === undefined ? line : page)
      output.result(texts.join('\n'))
      finish(0)
    })
}

function known(id: string): Cause {
  const cause = causeOf(id)
  if (cause !== undefined) return cause
  const near = nearest(
    id,
    causes.map((each) => each.id),
  )
  const hint = near === undefined ? 'Without an argument, sosie explain lists them all.' : `Did you mean "${near}"?`
  throw new SosieError('SOSIE_E_USAGE', `There is no cause "${id}". ${hint}`)
}

function plain({ id, severity, name, before, after, known: how, mend, source }: Cause): object {
  return { id, severity, name, before, after, known: how, mend, source }
}

function line({ id, name, severity }: Cause): string {
  return `${id.padEnd(26)} ${severity.padEnd(9)} ${name}`
}

function page(cause: Cause): string {
  return [
    `${cause.name} (${cause.id}, ${cause.severity})`,
    '',
    `Before:   ${cause.before}`,
    `After:    ${cause.after}`,
    `Known by: ${cause.known}`,
    `Mend:     ${cause.mend}`,
    `Source:   ${cause.source}`,
  ].join('\n')
}
