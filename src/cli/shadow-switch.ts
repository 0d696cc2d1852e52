import type { Command } from 'commander'
import { usualAdminPort } from '../app/admin.js'
import { adminToken } from '../config/files.js'
import { readConfigFile } from '../config/load.js'
import { SosieError } from '../base/errors.js'
import type { Output } from './output.js'

interface SwitchFlags {
  readonly admin?: string
  readonly tokenFile?: string
  readonly config?: string
}

/** Adds `sosie shadow pause` and `resume`, which tell a running shadow through its admin listener to stop or resume mirroring. */
export function switchCommands(shadow: Command, output: Output, finish: (status: number) => void): void {
  add('pause', 'stop mirroring at once; users are served as before')
  add('resume', 'go on mirroring')

  function add(name: 'pause' | 'resume', summary: string): void {
    shadow
      .command(name)
      .summary(summary)
      .description(
        `Tells a running shadow to ${summary}. The same as sending it SIGUSR2, which turns the switch the other way.`,
      )
      .option('--admin <host:port>', `its admin listener (default 127.0.0.1:${usualAdminPort})`)
      .option('--token-file <file>', 'the file named by adminTokenFile, where one is set')
      .option('--config <file>', 'the sosie.yaml it was started with: says both')
      .addHelpText('after', `\nExample:\n  sosie shadow ${name} --admin 127.0.0.1:${usualAdminPort}\n`)
      .action(async (_: unknown, command: Command) => {
        // The parent command has flags of the same names and takes them first.
        const flags = command.optsWithGlobals<SwitchFlags>()
        output.tell(`Mirroring is ${(await turn(name, flags)) ? 'paused; users are served as before' : 'on'}.`)
        finish(0)
      })
  }
}

/** @returns true when mirroring is paused now. */
async function turn(name: 'pause' | 'resume', flags: SwitchFlags): Promise<boolean> {
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config)
  const admin = flags.admin ?? text(file['admin']) ?? `127.0.0.1:${usualAdminPort}`
  const tokenFile = flags.tokenFile ?? text(file['adminTokenFile'])
  const token = tokenFile === undefined ? undefined : await adminToken(tokenFile)
  let answer: Response
  try {
    answer = await fetch(`http://${admin}/${name}`, {
      method: 'POST',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    })
  } catch (cause) {
    const sentence = `No shadow answers at ${admin}. Its first lines say where its admin listener is; give that with --admin.`
    throw new SosieError('SOSIE_E_UNREACHABLE', sentence, { cause })
  }
  if (answer.status === 401)
    throw new SosieError('SOSIE_E_USAGE', 'This shadow asks for a token. Give --token-file FILE.')
  if (!answer.ok) throw new SosieError('SOSIE_E_UNREACHABLE', `What answers at ${admin} is no shadow. Check --admin.`)
  return ((await answer.json()) as { paused: boolean }).paused
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
