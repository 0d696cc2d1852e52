import { Option, type Command } from 'commander'
import { reportOf } from '../app/recordings.js'
import { gateConfigOf, readConfigFile } from '../config/load.js'
import { gateStatus } from '../diagnose/gate/gate.js'
import { formats } from '../report/registry.js'
import type { Output } from './output.js'
import { gatingOf, withGateOptions, type GateFlags } from './report-flags.js'
import { writeReport } from './written-file.js'

interface ReportCommandFlags extends GateFlags {
  readonly db: string
  readonly run: string
  readonly format: string
  readonly out?: string
  readonly config?: string
}

export function reportCommand(program: Command, output: Output, finish: (status: number) => void): void {
  const command = program
    .command('report')
    .summary('write what a recording says of a run')
    .description(
      'Writes a report of one run: for people as a page of its own or as Markdown, for programs as JSON, for pipelines as JUnit XML, SARIF ' +
        'or GitHub annotations.',
    )
    .option('--db <file>', 'the recording', 'sosie.sqlite')
    .option('--run <id>', 'the run, or latest', 'latest')
    .addOption(new Option('--format <name>', 'how to write it').choices(Object.keys(formats)).default('html'))
    .option('--out <file>', 'where to; standard output without it')
    .option('--config <file>', 'sosie.yaml with the rules of the gate (gate:)')
  withGateOptions(command)
    .addHelpText(
      'after',
      '\nExit status: 0 written, go or no-go (sosie gate decides), 2 bad usage or no such recording, 3 written, but it proves nothing: nothing was\ncompared, or a replay was cancelled.\n\nExamples:\n  sosie report --db sosie.sqlite --format html --out report.html\n  sosie report --format sarif --source-root /var/www/shop --out sosie.sarif\n',
    )
    .action(async (flags: ReportCommandFlags) => {
      const config = gateConfigOf(flags.config === undefined ? {} : await readConfigFile(flags.config))
      const { context, render } = await gatingOf(flags, config, flags.config)
      const report = await reportOf(flags.db, flags.run, context)
      const rendered = formats[flags.format]?.render(report, render) ?? ''
      if (flags.out === undefined) output.result(rendered)
      else await writeReport(flags.out, rendered, '--out', output)
      finish(gateStatus(report) === 3 ? 3 : 0)
    })
}
