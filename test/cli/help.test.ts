import { expect, test } from '@jest/globals'
import { Command } from 'commander'
import { commands, commandsFor } from '../../src/cli/commands.js'
import { purgeCommand } from '../../src/cli/purge.js'

test.each([...commands])('%s teaches: what it does, its exit status, and examples', async (name, load) => {
  let help = ''
  const program = new Command().exitOverride().configureOutput({ writeOut: (text) => void (help += text) })
  const add = await load()
  add(program, { result: () => undefined, tell: () => undefined, terminal: false }, () => undefined)
  const [command] = program.commands
  expect(command?.description()).not.toBe('')
  command?.outputHelp()
  expect(help).toMatch(/Exit status: 0 .*2 /s)
  expect(help).toContain(`Examples:\n  sosie ${name}`)
})

test('only the command that is named is loaded; all of them for a help page or a wrong name', async () => {
  expect(await commandsFor(['node', 'sosie', 'purge', '--help'])).toEqual([purgeCommand])
  expect(await commandsFor(['node', 'sosie', 'constructor'])).toHaveLength(commands.size)
  expect(await commandsFor(['node', 'sosie'])).toHaveLength(commands.size)
})
