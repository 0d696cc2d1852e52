#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { diffCommand } from './cli/diff.js'
import { doctorCommand } from './cli/doctor.js'
import { driftCommand } from './cli/drift.js'
import { explainCommand } from './cli/explain.js'
import { exportCommand } from './cli/export.js'
import { gateCommand } from './cli/gate.js'
import { importCommand } from './cli/import.js'
import { processOutput } from './cli/output.js'
import { purgeCommand } from './cli/purge.js'
import { recompareCommand } from './cli/recompare.js'
import { reportCommand } from './cli/report.js'
import { replayCommand } from './cli/replay.js'
import { reproCommand } from './cli/repro.js'
import { shadowCommand } from './cli/shadow.js'
import { sqlCommand } from './cli/sql.js'
import { exitStatusOf, isSosieError } from './errors.js'
import { version } from './version.js'

/** Arguments in, exit status out: the only place that ends the process. */
async function main(argv: readonly string[]): Promise<number> {
  let status = 0
  const finish = (wanted: number): void => void (status = wanted)
  const program = new Command('sosie')
    .description('Puts the old stack and the new one side by side on the same traffic, and proves what would break.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'sosie: ')) })
    .showHelpAfterError('Try sosie --help.')
    .addHelpText(
      'after',
      '\nExit status: 0 passed, 1 the gate failed, 2 bad usage, 3 nothing could be compared, 4 internal fault.',
    )
  for (const add of [
    shadowCommand,
    replayCommand,
    reportCommand,
    gateCommand,
    explainCommand,
    recompareCommand,
    diffCommand,
    sqlCommand,
    doctorCommand,
    driftCommand,
    purgeCommand,
    importCommand,
    exportCommand,
    reproCommand,
  ])
    add(program, processOutput, finish)
  try {
    await program.parseAsync([...argv])
    return status
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): number {
  // Commander has said what was wrong; help and version are no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const message = error instanceof Error ? error.message : String(error)
  processOutput.tell(isSosieError(error) ? `sosie: ${message} [${error.code}]` : `sosie: internal fault: ${message}`)
  if (!isSosieError(error) && error instanceof Error) processOutput.tell(error.stack ?? '')
  return exitStatusOf(error)
}

process.exitCode = await main(process.argv)
if (process.exitCode !== 0) process.exit()
