import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { SosieError } from '../base/errors.js'
import { purgeRecording } from '../app/recordings.js'
import type { PurgeOptions, PurgeResult } from '../model/store.js'
import type { Output } from './output.js'
import { counted } from '../base/numbers.js'

interface PurgeFlags {
  readonly db: string
  readonly olderThan?: string
  readonly run?: readonly string[]
  readonly maxSize?: string
  readonly dryRun?: true
  readonly json?: true
}

/** Milliseconds after each small step, so that a shadow that writes the same recording gets its turn. */
const pauseMs = 5

const help = `
What fits any of the options goes. The counts of each run stay true, and findings stay with their evidence: only their
example pairs go. A run that is being written is left alone. To have a shadow do this by itself while it records, set retention.days or retention.bytes.

Exit status: 0 deleted (or nothing to delete), 2 bad usage or no such recording or run.

Examples:
  sosie purge --older-than 30d
  sosie purge --db site.sqlite --max-size 2GB --dry-run     what would go, and nothing goes
  sosie purge --run latest
`

export function purgeCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('purge')
    .summary('delete what a recording holds by age, run or size')
    .description(
      'Deletes pairs with their bodies and statements from a recording. What is deleted is overwritten, and the file shrinks.',
    )
    .option('--db <file>', 'the recording', 'sosie.sqlite')
    .option('--older-than <age>', 'pairs older than this: 12h, 30d, 8w')
    .option('--run <id...>', 'whole runs, or latest')
    .option('--max-size <size>', 'the oldest pairs, until no more than this is stored: 500MB, 2GB')
    .option('--dry-run', 'say what would be deleted, and delete nothing')
    .option('--json', 'the result as JSON')
    .addHelpText('after', help)
    .action(async (flags: PurgeFlags) => {
      const options = wanted(flags)
      const fileBytesBefore = sizeOf(flags.db)
      const result = await purgeRecording(flags.db, options)
      const fileBytes = sizeOf(flags.db)
      if (flags.json === true) output.result(JSON.stringify({ ...result, fileBytesBefore, fileBytes }))
      else for (const line of sentences(flags, result, fileBytesBefore, fileBytes)) output.tell(line)
      finish(0)
    })
}

function sentences({ db, dryRun }: PurgeFlags, result: PurgeResult, before: number, after: number): string[] {
  const what = `${counted(result.runs, 'run')} and ${counted(result.pairs, 'pair')}`
  if (dryRun === true) {
    const left = `about ${megabytes(result.bytesAfter)} of ${megabytes(result.bytesBefore)} would stay in use`
    return [`Would delete ${what}: ${left}. Nothing was deleted.`]
  }
  const done = `Deleted ${what}. ${db} was ${megabytes(before)} and is ${megabytes(after)}.`
  const live = result.live.map((run) => `Run ${run} is being written: nothing of it was deleted.`)
  return result.overwritten
    ? [done, ...live]
    : [done, ...live, `Another program has ${db} open: until it ends, deleted text may stand in ${db}-wal.`]
}

/** Returns 0 for a missing file; whatever opens it later reports the error. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function wanted({ olderThan, run, maxSize, dryRun }: PurgeFlags): PurgeOptions {
  if (olderThan === undefined && run === undefined && maxSize === undefined) {
    throw new SosieError('SOSIE_E_USAGE', 'What shall be deleted? Give --older-than AGE, --run ID or --max-size SIZE.')
  }
  return {
    pauseMs,
    ...(olderThan === undefined ? {} : { olderThan: Date.now() - ageOf(olderThan) }),
    ...(run === undefined ? {} : { runs: run }),
    ...(maxSize === undefined ? {} : { keepBytes: bytesOf(maxSize) }),
    ...(dryRun === undefined ? {} : { dryRun }),
  }
}

const hourMs = 3_600_000
const ages: Readonly<Record<string, number>> = { h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs }
const sizes: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 }

/** Returns milliseconds. */
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
