import { expect, test } from '@jest/globals'
import { Command } from 'commander'
import { explainCommand } from '../../src/cli/explain.js'
import { exportCommand } from '../../src/cli/export.js'
import { importCommand } from '../../src/cli/import.js'
import { purgeCommand } from '../../src/cli/purge.js'
import { recompareCommand } from '../../src/cli/recompare.js'
import { replayCommand } from '../../src/cli/replay.js'
import { reportCommand } from '../../src/cli/report.js'
import { reproCommand } from '../../src/cli/repro.js'
import { shadowCommand } from '../../src/cli/shadow.js'

test.each([
  explainCommand,
  exportCommand,
  importCommand,
  purgeCommand,
  recompareCommand,
  replayCommand,
  reportCommand,
  reproCommand,
  shadowCommand,
])('%o teaches: what it does, its exit status, and examples', (add) => {
  let help = ''
  const program = new Command().exitOverride().configureOutput({ writeOut: (text) => void (help += text) })
  add(program, { result: () => undefined, tell: () => undefined, terminal: false }, () => undefined)
  const [command] = program.commands
  expect(command?.description()).not.toBe('')
  command?.outputHelp()
  expect(help).toMatch(/Exit status: 0 .*2 /s)
  expect(help).toContain(`Examples:\n  sosie ${command?.name()}`)
})
