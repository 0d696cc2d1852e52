import { Option, type Command } from 'commander'
import { secretPatternsOf } from '../config/load.js'
import { importScenario, type ImportSummary } from '../replay/import/import-scenario.js'
import { importers } from '../replay/import/registry.js'
import type { Output } from './output.js'
import { freeName, positiveWhole, variableLines } from './scenario-flags.js'
import { counted } from '../base/numbers.js'

interface ImportFlags {
  readonly out: string
  readonly from?: string
  readonly host?: readonly string[]
  readonly assets?: true
  readonly limit: string
  readonly name?: string
  readonly why?: string
  readonly config?: string
  readonly force?: true
  readonly json?: true
}

const help = `
Known files, packed with gzip or not:
${importers.map(({ name, about }) => `  ${name.padEnd(11)} ${about}`).join('\n')}

Passwords, tokens, credentials and cookies are never written: each becomes a variable, to be set in the environment of the replay.
Requests that write (POST, PUT, DELETE…) are kept and marked "writes: true".

Exit status: 0 written, 2 bad usage, an unreadable file, or nothing to write.

Examples:
  sosie import shop.har --out scenarios/shop.yaml --why "A customer signs in and buys"
  sosie import requests_0.gor --out scenarios/morning.yaml --host shop.example
  sosie import access.log.1.gz --out scenarios/pages.yaml --limit 500
`

export function importCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('import')
    .summary('make a scenario of a HAR, a GoReplay file or an access log')
    .description(
      'Makes a scenario of traffic that another program recorded, and says what was taken, what was skipped, and why.',
    )
    .argument('<file>', 'HAR, .gor or access log')
    .requiredOption('--out <file>', 'the scenario to write; large bodies go to NAME.files/ beside it')
    .addOption(
      new Option('--from <kind>', 'what the file is; found out without it').choices(importers.map(({ name }) => name)),
    )
    .option('--host <host...>', "only requests to these hosts; the first request's without it")
    .option('--assets', 'images, styles, scripts and fonts too')
    .option('--limit <n>', 'requests at the most', '10000')
    .option('--name <text>', "the scenario's name; the file's without it")
    .option('--why <text>', 'what the scenario proves')
    .option('--config <file>', 'sosie.yaml with redact.patterns: what else is a secret')
    .option('--force', 'write over a scenario that is there')
    .option('--json', 'the summary as JSON')
    .addHelpText('after', help)
    .action(async (file: string, flags: ImportFlags) => {
      const summary = await stoppable(async (signal) =>
        importScenario(
          file,
          {
            out: freeName(flags.out, flags.force === true),
            hosts: flags.host ?? [],
            assets: flags.assets === true,
            limit: positiveWhole(flags.limit, '--limit'),
            patterns: flags.config === undefined ? [] : await secretPatternsOf(flags.config),
            ...(flags.from === undefined ? {} : { from: flags.from }),
            ...(flags.name === undefined ? {} : { name: flags.name }),
            ...(flags.why === undefined ? {} : { why: flags.why }),
          },
          output.terminal ? progressTo(output) : () => undefined,
          signal,
        ),
      )
      if (flags.json === true) output.result(JSON.stringify(summary, null, 2))
      else for (const line of sentences(summary, flags.limit)) output.tell(line)
      finish(0)
    })
}

/** Aborts the reading on Ctrl-C; an unfinished scenario is not left behind. */
async function stoppable<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    return await run(controller.signal)
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

const everyMs = 1000

function progressTo(output: Output): (read: number, size: number) => void {
  let said = Date.now()
  return (read, size) => {
    if (Date.now() - said < everyMs) return
    said = Date.now()
    output.tell(`Read ${Math.round(read / 1e6)} of ${Math.round(size / 1e6)} MB…`)
  }
}

function sentences(summary: ImportSummary, limit: string): string[] {
  const { scenario, from, taken, sessions, writes, skipped, variables, begunBefore, limited } = summary
  return [
    `Wrote ${scenario}: ${counted(taken, 'request')} of ${counted(sessions, 'session')}, ${writes} of them marked as writing. The file was read as ${from}.`,
    ...(limited ? [`There is more in the file: this is as much as --limit ${limit} takes.`] : []),
    ...(skipped.length === 0 ? [] : ['Skipped:']),
    ...skipped.map(({ reason, count, first }) => `  ${String(count).padStart(7)}  ${reason}; first: ${first}`),
    ...variableLines(variables),
    ...begunBefore.map(
      (name) =>
        `Session ${name} had begun before. If its visitor had signed in, add the login before its first request.`,
    ),
  ]
}
