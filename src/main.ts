#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { commandsFor } from './cli/commands.js'
import { exposedPasswords } from './cli/exposed-passwords.js'
import { outliveReaders, processOutput } from './cli/output.js'
import { exitStatusOf, isSosieError } from './base/errors.js'
import { replaceUrlPasswords } from './redact/url-passwords.js'
import { version } from './base/version.js'

/** Turns arguments into an exit status. Only this file ends the process. */
async function main(argv: readonly string[]): Promise<number> {
  let status = 0
  const finish = (wanted: number): void => void (status = wanted)
  const program = new Command('sosie')
    .description('Puts the old stack and the new one side by side on the same traffic, and proves what would break.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(withoutPasswords(text.replace(/^error: /, 'sosie: '))) })
    .showHelpAfterError('Try sosie --help.')
    .addHelpText(
      'after',
      '\nExit status: 0 passed, 1 the gate failed, 2 bad usage, 3 nothing could be compared, 4 internal fault.',
    )
  for (const exposed of exposedPasswords(argv)) processOutput.tell(`sosie: ${exposed}`)
  for (const add of await commandsFor(argv)) add(program, processOutput, finish)
  try {
    await program.parseAsync([...argv])
    return status
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): number {
  // Commander has already printed the error; help and version are not failures.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const message = withoutPasswords(error instanceof Error ? error.message : String(error))
  processOutput.tell(isSosieError(error) ? `sosie: ${message} [${error.code}]` : `sosie: internal fault: ${message}`)
  if (!isSosieError(error) && error instanceof Error) processOutput.tell(withoutPasswords(error.stack ?? ''))
  return exitStatusOf(error)
}

/** Hides passwords, because the error about a misspelled flag shows its value. */
function withoutPasswords(text: string): string {
  return replaceUrlPasswords(text, () => '…')
}

// Files that Sosie writes contain other people's traffic: files get 0600 and folders 0700, whatever the shell's umask.
process.umask(0o077)
const resultsLost = outliveReaders()
process.exitCode = await main(process.argv)
await new Promise((written) => process.stdout.write('', written))
if (resultsLost()) {
  processOutput.tell('sosie: internal fault: the result could not be written to standard output')
  process.exitCode = 4
}
if (process.exitCode !== 0) process.exit()
