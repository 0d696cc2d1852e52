import { dirname } from 'node:path'
import type { Command } from 'commander'
import { exportScenario, type Exported } from '../app/scenarios.js'
import { SosieError } from '../base/errors.js'
import { curlOf } from '../replay/export/curl.js'
import { exportedLines } from './export.js'
import type { Output } from './output.js'
import { freeName } from './scenario-flags.js'

interface ReproFlags {
  readonly db: string
  readonly run: string
  readonly out?: string
  readonly force?: true
  readonly json?: true
}

const help = `
The two commands ask both stacks the request that shows the finding; the scenario holds it, with what its session needs before it,
and expects that the finding is gone.

Exit status: 0 written, 2 bad usage, no such finding, or an unreadable file.

Examples:
  sosie repro 3f2a9c
  sosie repro 3f2a9c --out scenarios/division.yaml && git add scenarios
`

export function reproCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('repro')
    .summary('show a finding again: two curl commands, and the smallest scenario')
    .description(
      'Prints the request that shows a finding as a curl command for each stack, and writes the smallest scenario that shows it.',
    )
    .argument('<finding>', 'its id, or the beginning of it')
    .option('--db <file>', 'the recording', 'sosie.sqlite')
    .option('--run <id>', 'the run, or latest', 'latest')
    .option('--out <file>', 'the scenario to write; scenarios/repro-FINDING.yaml without it')
    .option('--force', 'write over a scenario that is there')
    .option('--json', 'the commands and the summary as JSON')
    .addHelpText('after', help)
    .action(async (finding: string, flags: ReproFlags) => {
      if (!/^[\da-f]{1,64}$/.test(finding))
        throw new SosieError(
          'SOSIE_E_USAGE',
          `"${finding}" is no id of a finding: those are hexadecimal, and the report names them.`,
        )
      const exported = await exportScenario({
        db: flags.db,
        run: flags.run,
        wanted: { by: 'finding', finding, only: 'simplest' },
        out: freeName(flags.out ?? `scenarios/repro-${finding}.yaml`, flags.force === true),
        limit: 1,
      })
      const commands = commandsOf(exported)
      if (flags.json === true) output.result(JSON.stringify({ ...commands, ...exported.summary }, null, 2))
      else {
        output.result(`# legacy\n${commands.legacy}\n# candidate\n${commands.candidate}`)
        for (const line of [...exportedLines(exported.summary), ...needs(exported)]) output.tell(line)
      }
      finish(0)
    })
}

/** Returns the commands for the request that shows the finding: the last one, because what it needs comes before it. */
function commandsOf({ scenario, run, summary }: Exported): { readonly legacy: string; readonly candidate: string } {
  const exchange = scenario.exchanges.at(-1)
  if (exchange === undefined) throw new SosieError('SOSIE_E_INTERNAL', 'The scenario has no exchange.')
  const command = (origin: string): string => curlOf(scenario, exchange, origin, dirname(summary.scenario))
  return { legacy: command(run.legacy), candidate: command(run.candidate) }
}

function needs({ summary }: Exported): string[] {
  if (summary.needed + summary.begunBefore.length === 0) return []
  return [
    'The request belongs to a session: alone, as the commands ask it, it may answer otherwise. The scenario asks it in its session.',
  ]
}
