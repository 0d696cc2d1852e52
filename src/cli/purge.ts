import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { SosieError } from '../errors.js'
import { purgeRecording } from '../app/recordings.js'
import type { Output } from './output.js'

interface PurgeFlags {
  readonly db: string
  readonly olderThan?: string
  readonly run?: readonly string[]
  readonly maxSize?: string
  readonly json?: true
}

export function purgeCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('purge')
    .summary('delete what a recording holds by age, run or size')
    .description(
      'Deletes pairs with their bodies and statements from a recording. The counts of each run and its findings stay. ' +
        'What is deleted is overwritten in the file.',
    )
    .option('--db <file>', 'the recording', 'sosie.sqlite')
    .option('--older-than <age>', 'pairs older than this: 12h, 30d, 8w')
    .option('--run <id...>', 'whole runs')
    .option('--max-size <size>', 'the oldest pairs, until no more than this is stored: 500MB, 2GB')
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  sosie purge --older-than 30d\n  sosie purge --db site.sqlite --max-size 2GB\n',
    )
    .action((flags: PurgeFlags) => {
      const result = purgeRecording(flags.db, wanted(flags))
      const size = statSync(flags.db).size
      if (flags.json === true) output.result(JSON.stringify({ ...result, fileBytes: size }))
      else {
        const [before, after] = [megabytes(result.bytesBefore), megabytes(result.bytesAfter)]
        output.tell(`Deleted ${result.runs} runs and ${result.pairs} pairs: ${before} were in use, ${after} are.`)
      }
      finish(0)
    })
}

function wanted({ olderThan, run, maxSize }: PurgeFlags) {
  if (olderThan === undefined && run === undefined && maxSize === undefined) {
    throw new SosieError('SOSIE_E_USAGE', 'What shall be deleted? Give --older-than AGE, --run ID or --max-size SIZE.')
  }
  return {
    ...(olderThan === undefined ? {} : { olderThan: Date.now() - ageOf(olderThan) }),
    ...(run === undefined ? {} : { runs: run }),
    ...(maxSize === undefined ? {} : { keepBytes: bytesOf(maxSize) }),
  }
}

const hourMs = 3_600_000
const ages: Readonly<Record<string, number>> = { h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs }
const sizes: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 }

/** Milliseconds. */
function ageOf(text: string): number {
  return parsed(text, ages, `"${text}" is no age. Write it as 12h, 30d or 8w.`)
}

function bytesOf(text: string): number {
  return parsed(text, sizes, `"${text}" is no size. Write it as 500MB or 2GB.`)
}

function parsed(text: string, units: Readonly<Record<string, number>>, complaint: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? []
  const factor = units[unit.toLowerCase()]
  if (factor === undefined) throw new SosieError('SOSIE_E_USAGE', complaint)
  return Number(number) * factor
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
