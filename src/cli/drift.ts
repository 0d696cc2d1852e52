import type { Command } from 'commander'
import { compareData, type DriftEvents } from '../app/drift.js'
import { SosieError } from '../base/errors.js'
import type { DriftReport } from '../drift/model.js'
import { driftMarkdown } from '../drift/report/markdown.js'
import { driftWords, tableLine } from '../drift/report/words.js'
import { databasesOf, dsnHelp, withDatabaseOptions, type DatabaseFlags } from './databases.js'
import type { Output } from './output.js'
import { writeReport } from './written-file.js'

interface DriftFlags extends DatabaseFlags {
  readonly tables?: readonly string[]
  readonly ignore?: readonly string[]
  readonly from?: string
  readonly chunk: string
  readonly keys: string
  readonly lag: string
  readonly pause: string
  readonly maxLoad: string
  readonly statementTimeout: string
  readonly json?: true
  readonly markdown?: string
}

const help = `
Both databases are read in small steps by the primary key, or another unique key without NULLs, and only sums of hashes
leave them until a step differs. Sessions are read-only; no lock is taken that a writer would wait for (InnoDB).

Examples:
  sosie drift --legacy-db @old.dsn --candidate-db @new.dsn
  sosie drift --config sosie.yaml --json > drift.json         then: sosie shadow --config sosie.yaml --drift drift.json
  sosie drift --config sosie.yaml --tables 'order*' --ignore '*_log' --pause 50
  sosie drift --config sosie.yaml --lag 5                     while replication runs

Ctrl-C ends it with what is known. Exit status: 0 in step, 1 drifted, 2 bad usage, 3 a server could not be reached or not
everything could be read. How to keep data in step: docs/data-in-step.md.
`

export function driftCommand(program: Command, output: Output, finish: (status: number) => void): void {
  withDatabaseOptions(
    program
      .command('drift')
      .summary('compare the data of the two databases')
      .description('Says which tables hold other rows on the new stack than on the old one, how many, and which.'),
  )
    .option('--tables <pattern...>', 'only these tables, * for anything')
    .option('--ignore <pattern...>', 'not these tables')
    .option('--from <table>', 'begin at this table in alphabetical order, as an earlier check that ended early says')
    .option('--chunk <rows>', 'rows of one step', '2000')
    .option('--keys <count>', 'differing rows of a table that are named', '20')
    .option('--lag <seconds>', 'ask a step that differs again after so long: as long as replication may lag', '0')
    .option('--pause <ms>', 'milliseconds of rest after each step', '5')
    .option(
      '--max-load <threads>',
      'wait while more threads than this run on a server (Threads_running), 0 never',
      '25',
    )
    .option('--statement-timeout <seconds>', 'the longest that one statement may take', '30')
    .option('--json', 'the result as JSON, for --drift of sosie shadow')
    .option('--markdown <file>', 'the result as Markdown')
    .addHelpText('after', dsnHelp + help)
    .action(async (flags: DriftFlags) => finish(await drift(flags, output)))
}

/** Returns the exit status. */
async function drift(flags: DriftFlags, output: Output): Promise<number> {
  const options = optionsOf(flags)
  const databases = await databasesOf(flags)
  const stop = new AbortController()
  const stopped = (): void => stop.abort()
  process.once('SIGINT', stopped).once('SIGTERM', stopped)
  const view = progressView(output, flags.json === true)
  const report = await compareData(databases, options, view.events, stop.signal).finally(() => {
    view.clear()
    process.off('SIGINT', stopped).off('SIGTERM', stopped)
  })
  if (flags.markdown !== undefined) await writeReport(flags.markdown, driftMarkdown(report), '--markdown', output)
  output.result(flags.json === true ? JSON.stringify(report, null, 2) : driftWords(report))
  if (report.ended !== undefined) output.tell(`sosie: ${endedWords(report)}`)
  if (report.tables.length === 0)
    throw new SosieError(
      'SOSIE_E_UNREACHABLE',
      'There is no table to compare. Check the databases, --tables, --ignore and --from.',
    )
  return statusOf(report, stop.signal.aborted)
}

function endedWords({ ended = '', next }: DriftReport): string {
  return `${ended} What is known is partial.${next === undefined ? '' : ` Go on with --from ${next}.`}`
}

/**
 * Returns the exit status. A lost server takes precedence over drift, because nothing is known about what it holds; a check that a person
 * stopped reports drift.
 */
function statusOf({ complete, ended, tables }: DriftReport, stopped: boolean): number {
  if (ended !== undefined && !stopped) return 3
  if (tables.some(({ state }) => ['drifted', 'only-legacy', 'only-candidate'].includes(state))) return 1
  return complete ? 0 : 3
}

function optionsOf(flags: DriftFlags): Parameters<typeof compareData>[1] {
  const number = (flag: string, text: string, least: number): number => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value
    throw new SosieError('SOSIE_E_USAGE', `${flag} "${text}" is no number of at least ${least}.`)
  }
  return {
    tables: flags.tables ?? [],
    ignore: flags.ignore ?? [],
    ...(flags.from === undefined ? {} : { from: flags.from }),
    chunk: Math.floor(number('--chunk', flags.chunk, 1)),
    keys: Math.floor(number('--keys', flags.keys, 0)),
    lagMs: number('--lag', flags.lag, 0) * 1000,
    pauseMs: number('--pause', flags.pause, 0),
    maxLoad: number('--max-load', flags.maxLoad, 0),
    statementMs: Math.ceil(number('--statement-timeout', flags.statementTimeout, 0.001) * 1000),
  }
}

/** Milliseconds between two updates of the line in a terminal, and between two lines elsewhere. */
const drawMs = { terminal: 100, elsewhere: 5000 }

/** Shows what is being read: one line updated in place in a terminal, else a line now and then. */
function progressView(
  { tell, terminal }: Output,
  json: boolean,
): { readonly events: DriftEvents; readonly clear: () => void } {
  let drawn = performance.now()
  const clear = (): void => {
    if (terminal) process.stderr.write('\r\u001b[K')
  }
  return {
    clear,
    events: {
      reading(table, at, tables, rows) {
        const now = performance.now()
        if (now - drawn < (terminal ? drawMs.terminal : drawMs.elsewhere)) return
        drawn = now
        const line = `${at}/${tables} ${table}: ${rows.toLocaleString('en')} rows`
        if (terminal) process.stderr.write(`\r\u001b[K${line.slice(0, process.stderr.columns - 1)}`)
        else tell(line)
      },
      // The final text says it all; whoever reads JSON has only this.
      read(drift) {
        if (!json || drift.state === 'in-step') return
        clear()
        tell(tableLine(drift))
      },
      busy(side, threads) {
        clear()
        tell(`The ${side} server is busy (${threads} threads run): the check waits.`)
      },
    },
  }
}
