import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Option, type Command } from 'commander'
import { reportOf } from '../app/recordings.js'
import { SosieError } from '../errors.js'
import { formats } from '../report/registry.js'
import type { Output } from './output.js'

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
      else await writeReport(flags.out, rendered, output)
      finish(0)
    })
}

async function writeReport(file: string, text: string, output: Output): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  } catch (cause) {
    throw new SosieError('SOSIE_E_NOT_WRITABLE', `${file} cannot be written. Choose another with --out.`, { cause })
  }
  output.tell(`Wrote ${file}.`)
}
