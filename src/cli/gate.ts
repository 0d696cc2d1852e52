import type { Command } from 'commander'
import { reportOf } from '../app/recordings.js'
import { decisionsIn } from '../config/decisions.js'
import { gateConfigOf, readConfigFile, type PartialConfig } from '../config/load.js'
import type { GateConfig } from '../config/schema.js'
import { gateStatus } from '../diagnose/gate/gate.js'
import { updatedBaseline, type BaselineUpdate, type Signature } from '../diagnose/gate/baseline.js'
import { SosieError } from '../base/errors.js'
import type { RunReport } from '../model/report.js'
import { gateWords, updateWords } from './gate-words.js'
import type { Output } from './output.js'
import {
  gatingOf,
  settingsOf,
  refuseTwoVoices,
  refuseUnwritableReports,
  withReportOptions,
  writeReports,
  type ReportFlags,
} from './report-flags.js'

interface GateCommandFlags extends ReportFlags {
  readonly db?: string
  readonly run: string
  readonly config?: string
  readonly updateBaseline?: true
  readonly reason?: string
  readonly author?: string
  readonly expires?: string
  readonly finding?: readonly string[]
}

export function gateCommand(program: Command, output: Output, finish: (status: number) => void): void {
  const command = program
    .command('gate')
    .summary('go or no-go: apply the gate to a recorded run')
    .description(
      'Says whether a recorded run passes, why not, and what is new, still accepted or fixed against a baseline of accepted findings.',
    )
    .option('--db <file>', "the recording; the configuration's db, else sosie.sqlite, without it")
    .option('--run <id>', 'the run, or latest', 'latest')
    .option('--config <file>', 'sosie.yaml with the rules (gate:); those of docs/gate.md without it')
  withReportOptions(command)
    .option('--update-baseline', 'accept what is open, renew what has expired, take out what is fixed')
    .option('--reason <text>', 'with --update-baseline: why they are accepted')
    .option('--author <name>', 'with --update-baseline: who says so')
    .option('--expires <date>', 'with --update-baseline: the last day on which they are accepted, as 2026-12-31')
    .option('--finding <id...>', 'with --update-baseline: accept only these')
    .option('--json', 'the decision as JSON on standard output')
    .addHelpText(
      'after',
      '\nExit status: 0 it passes, 1 it does not, 2 bad usage, 3 nothing was compared, a replay was cancelled, or its candidate stopped answering.\n\nExamples:\n' +
        '  sosie gate --run latest --config sosie.yaml --baseline sosie-baseline.yaml\n' +
        '  sosie gate --baseline sosie-baseline.yaml --update-baseline --reason "ticket 41" --author Ada --expires 2026-12-31\n' +
        '  sosie gate --junit sosie.xml --sarif sosie.sarif --markdown sosie.md --github\n',
    )
    .action(async (flags: GateCommandFlags) => finish(await gate(flags, output)))
}

async function gate(flags: GateCommandFlags, output: Output): Promise<number> {
  refuseTwoVoices(flags)
  refuseUnwritableReports(flags)
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config)
  const config = gateConfigOf(file)
  const signature = signatureOf(flags)
  const update = signature === undefined ? undefined : await updateBaseline(flags, file, config, signature, output)
  const gating = await gatingOf(flags, config, flags.config)
  const report = await reportOf(recordingOf(flags, file), flags.run, gating.context)
  output.tell([...(update === undefined ? [] : [updateWords(update), '']), gateWords(report)].join('\n'))
  if (flags.json === true) output.result(JSON.stringify(decisionOf(report, update), null, 2))
  await writeReports(report, flags, output, gating.render)
  return gateStatus(report)
}

/** Returns who accepts, why and until when; undefined when nothing is to be accepted. */
function signatureOf({ updateBaseline, reason, author, expires, finding }: GateCommandFlags): Signature | undefined {
  if (updateBaseline !== true) {
    if ([reason, author, expires, finding].every((value) => value === undefined)) return undefined
    throw usage('--reason, --author, --expires and --finding belong to --update-baseline. Give it, or leave them out.')
  }
  if (reason === undefined || reason.trim() === '') throw usage('Why is it accepted? Give --reason TEXT.')
  if (author === undefined || author.trim() === '') throw usage('Who accepts it? Give --author NAME.')
  if (expires === undefined) throw usage('Until when is it accepted? Give --expires DATE, as 2026-12-31.')
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(expires) && isDayOfCalendar(expires)
  if (!isDate) throw usage(`--expires must be a date as 2026-12-31, and "${expires}" is none.`)
  if (expires < new Date().toISOString().slice(0, 10))
    throw usage(`--expires ${expires} has passed. Give a day to come.`)
  return { reason, author, expires }
}

/** True for a day that exists. Date reads the 31st of February as the 3rd of March. */
function isDayOfCalendar(date: string): boolean {
  const at = Date.parse(date)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}

async function updateBaseline(
  flags: GateCommandFlags,
  file: PartialConfig,
  config: GateConfig,
  signature: Signature,
  output: Output,
): Promise<BaselineUpdate> {
  const path = flags.baseline ?? config.baseline
  if (path === undefined)
    throw usage('Which file holds the baseline? Give --baseline FILE or gate.baseline in --config.')
  const decisions = decisionsIn(config.allow, path, 'empty')
  const { allowances, baseline = [] } = await decisions.read()
  const context = { settings: settingsOf(config), decided: { allowances, baseline }, at: Date.now() }
  const report = await reportOf(recordingOf(flags, file), flags.run, context)
  refuseUnknown(report, flags.finding ?? [])
  const update = updatedBaseline(report, baseline, signature, flags.finding)
  await decisions.put(update.entries)
  output.tell(`Wrote ${path}.`)
  return update
}

function refuseUnknown({ baseline }: RunReport, asked: readonly string[]): void {
  const open = [...(baseline?.new ?? []), ...(baseline?.expired ?? [])]
  const stranger = asked.find((id) => !open.includes(id))
  if (stranger === undefined) return
  const known = open.length === 0 ? 'Nothing is open.' : `Open are: ${open.join(', ')}.`
  throw usage(`No open finding of this run has the id "${stranger}". ${known}`)
}

function recordingOf({ db }: GateCommandFlags, { db: configured }: PartialConfig): string {
  return db ?? (typeof configured === 'string' ? configured : 'sosie.sqlite')
}

function decisionOf({ run, gate: decision, baseline }: RunReport, update: BaselineUpdate | undefined): object {
  return {
    schema: 1,
    run: run.id,
    gate: decision,
    ...(baseline === undefined ? {} : { baseline }),
    ...(update === undefined ? {} : { update }),
  }
}

function usage(message: string): SosieError {
  return new SosieError('SOSIE_E_USAGE', message)
}
