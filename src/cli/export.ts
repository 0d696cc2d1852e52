import { Option, type Command } from 'commander'
import { exportScenario, type ExportSummary, type Wanted } from '../app/scenarios.js'
import type { Output } from './output.js'
import { freeName, positiveWhole, variableLines } from './scenario-flags.js'

interface ExportFlags {
  readonly db: string
  readonly run: string
  readonly out: string
  readonly route?: string
  readonly finding?: string
  readonly session?: string
  readonly limit: string
  readonly name?: string
  readonly why?: string
  readonly force?: true
  readonly json?: true
}

const help = `
Without --route, --finding or --session all requests of the run are taken. With --route or --finding those of a session come along that
wrote something before, and the pages from which their forms were sent. What the recording hid (passwords, tokens, cookies)
becomes a variable, to be set in the environment of the replay. A recording keeps no body that was the same on both stacks: how many
answers are missing for that is said, and a replay compares those requests only with the old stack itself (--legacy).

Exit status: 0 written, 2 bad usage, an unreadable file, or nothing to write.

Examples:
  sosie export --finding 3f2a9c --out scenarios/division.yaml
  sosie export --route "GET /product/{id}" --limit 20 --out scenarios/products.yaml
  sosie export --session r-000017 --out scenarios/one-customer.yaml
`

export function exportCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('export')
    .summary('make a scenario of what a run recorded')
    .description(
      'Makes a scenario of recorded requests, with what legacy answered, to replay it against every build of the new stack.',
    )
    .requiredOption('--out <file>', 'the scenario to write; large bodies go to NAME.files/ beside it')
    .option('--db <file>', 'the recording', 'sosie.sqlite')
    .option('--run <id>', 'the run, or latest', 'latest')
    .addOption(new Option('--finding <id>', 'requests that show it, one of each route').conflicts(['route', 'session']))
    .addOption(new Option('--route <route>', 'requests of one route, as the report writes it').conflicts(['session']))
    .option('--session <request>', 'the whole session to which this request belongs')
    .option('--limit <n>', 'requests at the most, not counting those that they need before them', '1000')
    .option('--name <text>', "the scenario's name")
    .option('--why <text>', "what it proves; a finding's title without it")
    .option('--force', 'write over a scenario that is there')
    .option('--json', 'the summary as JSON')
    .addHelpText('after', help)
    .action(async (flags: ExportFlags) => {
      const { summary } = await exportScenario({
        db: flags.db,
        run: flags.run,
        wanted: wantedBy(flags),
        out: freeName(flags.out, flags.force === true),
        limit: positiveWhole(flags.limit, '--limit'),
        ...(flags.name === undefined ? {} : { name: flags.name }),
        ...(flags.why === undefined ? {} : { why: flags.why }),
      })
      if (flags.json === true) output.result(JSON.stringify(summary, null, 2))
      else for (const line of exportedLines(summary)) output.tell(line)
      finish(0)
    })
}

function wantedBy({ finding, route, session }: ExportFlags): Wanted {
  if (finding !== undefined) return { by: 'finding', finding, only: 'one of each route' }
  if (route !== undefined) return { by: 'route', route }
  return session === undefined ? { by: 'run' } : { by: 'session', request: session }
}

export function exportedLines({
  scenario,
  run,
  wanted,
  needed,
  writes,
  answersNotKept,
  variables,
  begunBefore,
  limited,
}: ExportSummary): string[] {
  const all = wanted + needed
  const before = needed === 0 ? '' : ` and ${needed} that came before in their sessions`
  return [
    `Wrote ${scenario}: ${wanted} request${wanted === 1 ? '' : 's'} of run ${run}${before}; ${writes} marked as writing.`,
    ...(limited ? ['The run holds more of them: --limit takes more.'] : []),
    ...(answersNotKept === 0
      ? []
      : [
          `Of ${answersNotKept} of ${all} the answer was not kept, mostly since both stacks gave the same: replay with --legacy URL to compare them, too.`,
        ]),
    ...variableLines(variables),
    ...begunBefore.map(
      (name) =>
        `Session ${name} had begun before. If its visitor had signed in, add the login before its first request.`,
    ),
  ]
}
