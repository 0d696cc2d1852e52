import { appendFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { decisionsIn } from '../config/decisions.js'
import type { GateConfig } from '../config/schema.js'
import type { GateContext } from '../diagnose/gate/gate.js'
import type { GateSettings } from '../diagnose/gate/settings.js'
import { SosieError } from '../base/errors.js'
import type { RunReport } from '../model/report.js'
import { github } from '../report/github.js'
import { markdown } from '../report/markdown.js'
import { formats, type RenderOptions } from '../report/registry.js'
import type { Output } from './output.js'
import { refuseUnwritable, writeReport } from './written-file.js'

/** Flags of every command that ends with a gate: `withReportOptions` adds them. */
export interface GateFlags {
  readonly baseline?: string
  readonly sourceRoot?: string
}

/** Flags of every command that writes reports of its run. */
export interface ReportFlags extends GateFlags {
  readonly junit?: string
  readonly sarif?: string
  readonly markdown?: string
  readonly html?: string
  readonly github?: true
  readonly json?: true
}

const fileFormats = ['junit', 'sarif', 'markdown', 'html'] as const

export function withGateOptions(command: Command): Command {
  return command
    .option('--baseline <file>', 'findings that were accepted; they do not count until they expire')
    .option('--source-root <folder>', "the PHP files' folder on the server, /var/www/shop or /var/www/shop=www")
}

export function withReportOptions(command: Command): Command {
  return withGateOptions(command)
    .option('--junit <file>', 'write JUnit XML: a test case for each route and cause')
    .option('--sarif <file>', 'write SARIF 2.1.0 for code scanning')
    .option('--markdown <file>', 'write Markdown for a merge request')
    .option('--html <file>', 'write the report for people, one page')
    .option('--github', 'GitHub annotations on standard output, and a step summary where GITHUB_STEP_SUMMARY is set')
}

/** A gate that is ready to be applied, and what the reports need to know. */
export interface Gating {
  readonly context: GateContext
  readonly render: RenderOptions
}

/** Reads the gate's settings and decisions; flags win over the configuration. @param configFile reported for findings without a file. */
export async function gatingOf(flags: GateFlags, config: GateConfig, configFile?: string): Promise<Gating> {
  const { baseline, allow, sourceRoot, docs } = config
  const decided = await decisionsIn(allow, flags.baseline ?? baseline).read()
  return {
    context: { settings: settingsOf(config), at: Date.now(), decided },
    render: { docs, sourceRoot: flags.sourceRoot ?? sourceRoot, standIn: configFile ?? 'sosie.yaml' },
  }
}

/** Returns what the run must meet, without the decisions about findings. */
export function settingsOf({ max, unexplained, ratios, coverage }: GateConfig): GateSettings {
  return { max, unexplained, ratios, coverage }
}

/** Refuses two flags that both write to standard output. */
export function refuseTwoVoices({ github: annotations, json }: ReportFlags): void {
  if (annotations !== true || json !== true) return
  throw new SosieError('SOSIE_E_USAGE', '--github and --json both write to standard output. Choose one of them.')
}

/** Checks before the run that the reports can be written, rather than failing after it. */
export function refuseUnwritableReports(flags: ReportFlags): void {
  for (const name of fileFormats) {
    const file = flags[name]
    if (file !== undefined) refuseUnwritable(file, `--${name}`)
  }
}

/** Writes every report that the flags ask for. @param env names the file of GitHub's step summary. */
export async function writeReports(
  report: RunReport,
  flags: ReportFlags,
  output: Output,
  render: RenderOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<void> {
  for (const name of fileFormats) {
    const file = flags[name]
    if (file !== undefined) await writeReport(file, formats[name]?.render(report, render) ?? '', `--${name}`, output)
  }
  if (flags.github !== true) return
  const annotations = github.render(report, render).trimEnd()
  if (annotations !== '') output.result(annotations)
  await appendSummary(env['GITHUB_STEP_SUMMARY'], markdown.render(report, render))
}

/** Appends, because other steps write to the same file. */
async function appendSummary(file: string | undefined, text: string): Promise<void> {
  if (file === undefined || file === '') return
  try {
    await appendFile(file, text)
  } catch (cause) {
    throw new SosieError('SOSIE_E_NOT_WRITABLE', `The step summary ${file} (GITHUB_STEP_SUMMARY) cannot be written.`, {
      cause,
    })
  }
}
