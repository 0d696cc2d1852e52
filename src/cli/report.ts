import { Option, type Command } from 'commander'
import { reportOf } from '../app/recordings.js'
import { formats } from '../report/registry.js'
import type { Output } from './output.js'
import { writeReport } from './written-file.js'

interface ReportFlags {
  readonly db: string
  readonly run: string
  readonly format: string
  readonly out?: string
}

export function reportCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('report')
    .summary('write what a recording says of a run')
    .description('Writes a report of one run: for people as a page of its own, for programs as JSON.')
    .option('--db <file>', 'the recording', 'sosie.sqlite')
    .option('--run <id>', 'the run, or latest', 'latest')
    .addOption(new Option('--format <name>', 'how to write it').choices(Object.keys(formats)).default('html'))
    .option('--out <file>', 'where to; standard output without it')
    .addHelpText('after', '\nExample:\n  sosie report --db sosie.sqlite --format html --out report.html\n')
    .action(async (flags: ReportFlags) => {
      const rendered = formats[flags.format]?.render(reportOf(flags.db, flags.run)) ?? ''
      if (flags.out === undefined) output.result(rendered)
      else await writeReport(flags.out, rendered, '--out', output)
      finish(0)
    })
}
