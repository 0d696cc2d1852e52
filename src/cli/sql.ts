import { InvalidArgumentError, type Command } from 'commander'
import { startSqlComparison, type RunningComparison } from '../app/sql/compare.js'
import type { SqlSettings } from '../app/sql/settings.js'
import type { SqlSource } from '../app/sql/source.js'
import { outcomeOfSql } from '../app/sql/gate.js'
import { SosieError } from '../base/errors.js'
import { statusOfOutcome } from '../model/decision-status.js'
import type { SqlReport } from '../sql-comparison/report-model.js'
import { sqlHtml } from '../sql-comparison/report/html.js'
import { sqlJson } from '../sql-comparison/report/json.js'
import { sqlMarkdown } from '../sql-comparison/report/markdown.js'
import { databasesOf, dsnHelp, withDatabaseOptions, type DatabaseFlags } from './databases.js'
import type { Output } from './output.js'
import { progressMeter } from './sql-progress.js'
import { summaryOfSql } from './sql-words.js'
import { writeReport } from './written-file.js'

interface SqlFlags extends DatabaseFlags {
  readonly run?: string
  readonly db: string
  readonly database?: string
  readonly concurrency: number
  readonly limit?: number
  readonly perClass?: number
  readonly writes?: true
  readonly charset: string
  readonly timeout: number
  readonly patience: number
  readonly keep: number
  readonly json?: true
  readonly markdown?: string
  readonly html?: string
}

const description =
  'Asks both servers every statement of a MySQL log, or of a recorded run, and compares rows, types, column names, warnings, ' +
  'errors and times. SELECT, SHOW, EXPLAIN and SET are asked; nothing is written: sessions are read-only, and the servers see to it.'

const examples = `
Exit status: 0 no difference that matters, 1 differences, 2 bad input, 3 a server was not there, nothing could be compared
(every statement failed on both), or it was cancelled.

Examples:
  sosie sql slow.log --legacy-db @old.dsn --candidate-db @new.dsn --html sql.html
  sosie sql general.log.gz --config sosie.yaml --json > sql.json
  sosie sql --run latest --db sosie.sqlite --config sosie.yaml
  sosie sql slow.log --config sosie.yaml --per-class 20 --concurrency 1     a sample of each class, times undisturbed
  sosie sql slow.log --config sosie.yaml --writes                          on copies of the data: writes, each rolled back
`

export function sqlCommand(program: Command, output: Output, finish: (status: number) => void): void {
  const command = program
    .command('sql')
    .summary('ask both databases the statements of a log, and compare the answers')
    .description(description)
    .argument('[log]', 'slow or general log of MySQL 5.1 to 9, Percona Server or MariaDB; also packed with gzip')
    .option('--run <id>', 'the statements of a recorded run instead: its id, or latest')
    .option('--db <file>', 'the recording of --run', 'sosie.sqlite')
  withDatabaseOptions(command)
    .option('--database <name>', "default database of sessions that name none; legacy's DSN's without it")
    .option('--concurrency <n>', 'sessions at once; each keeps the order of its statements', wholeNumber, 8)
    .option('--limit <n>', 'read so many statements and end', wholeNumber)
    .option('--per-class <n>', 'ask so many statements of each class (digest); all without it', wholeNumber)
    .option('--writes', 'ask INSERT, UPDATE, DELETE and REPLACE too, each in a transaction that is rolled back')
    .option('--charset <name>', 'what sessions speak until they say SET NAMES', charset, 'utf8mb4')
    .option('--timeout <seconds>', 'give a statement up after so long', wholeNumber, 60)
    .option('--patience <seconds>', 'wait so long for a server that went away', wholeNumber, 15)
    .option('--keep <megabytes>', 'of an answer; a larger one is compared by its hash', wholeNumber, 8)
    .option('--json', 'the report as JSON on standard output')
    .option('--markdown <file>', 'write the report as Markdown')
    .option('--html <file>', 'write the report as a page')
    .addHelpText('after', dsnHelp + examples)
    .action(async (log: string | undefined, flags: SqlFlags) => {
      const settings = await settingsOf(log, flags)
      const report = await run(settings, output)
      if (flags.markdown !== undefined) await writeReport(flags.markdown, sqlMarkdown(report), '--markdown', output)
      if (flags.html !== undefined) await writeReport(flags.html, sqlHtml(report), '--html', output)
      if (flags.json === true) output.result(sqlJson(report).trimEnd())
      output.tell(summaryOfSql(report))
      finish(statusOfOutcome[outcomeOfSql(report)])
    })
}

async function settingsOf(log: string | undefined, flags: SqlFlags): Promise<SqlSettings> {
  return {
    source: sourceOf(log, flags),
    databases: await databasesOf(flags),
    database: flags.database,
    concurrency: flags.concurrency,
    writes: flags.writes === true,
    limit: flags.limit,
    perClass: flags.perClass,
    server: {
      charset: flags.charset,
      timeoutMs: flags.timeout * 1000,
      patienceMs: flags.patience * 1000,
      keepBytes: flags.keep * 1024 * 1024,
    },
  }
}

function sourceOf(log: string | undefined, { run: id, db }: SqlFlags): SqlSource {
  if (log !== undefined && id !== undefined)
    throw new SosieError('SOSIE_E_USAGE', 'Give either a log or --run, not both.')
  if (log !== undefined) return { log }
  if (id !== undefined) return { recording: db, run: id }
  throw new SosieError('SOSIE_E_USAGE', 'Which statements? Give a slow or general log, or --run with a recorded run.')
}

/** Runs to the end. The first Ctrl-C ends it with what is known; a second one ends it at once. */
async function run(settings: SqlSettings, output: Output): Promise<SqlReport> {
  const meter = progressMeter(output)
  let running: RunningComparison | undefined
  const cancelled = new AbortController()
  const interrupt = (): void => {
    meter.say('Ending with what is known. Ctrl-C again ends at once.')
    cancelled.abort()
    running?.interrupt()
  }
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    running = await startSqlComparison(settings, meter.say)
    if (cancelled.signal.aborted) running.interrupt() // interrupted while the servers were still being examined
    meter.watch(running.progress)
    return await running.report
  } finally {
    meter.end()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return Number(text)
}

function charset(text: string): string {
  if (!/^[a-z0-9]+$/i.test(text)) throw new InvalidArgumentError('It must be a character set of MySQL, as utf8mb4.')
  return text
}
